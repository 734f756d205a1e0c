package dev.octet.quantizer.convert;

import dev.octet.graph.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which FX lists the readers of a value, by which PyTorch names copies of dequantize
 * nodes: at first graph order; whenever an argument of a reader is exchanged, the reader moves to
 * the end of the lists of all its operands.
 */
final class ReaderOrder {
  private final Map<String, Integer> touched = new HashMap<>();
  private int clock;

  ReaderOrder(List<Node> nodes) {
    nodes.forEach(this::touch);
  }

  /** The readers, each once, in the order of the list. */
  List<Node> sorted(Collection<Node> readers) {
    return readers.stream()
        .distinct()
        .sorted(Comparator.comparingInt(node -> touched.getOrDefault(node.name(), -1)))
        .toList();
  }

  /** An argument of the node has been exchanged. */
  void touch(Node node) {
    touched.put(node.name(), clock++);
  }
}
