package dev.octet.quantizer.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.ElementWise;
import dev.octet.op.Op;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.op.ViewLike;
import dev.octet.quantizer.prepare.PreparedProgram;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds positions that are computed from quantized values: an index that is off by half a quantum,
 * and then cut to a whole number, names another row. Quantizers that annotate by operator do that
 * where a network computes its positions in floating point, as OPT of the transformers library
 * does.
 */
final class QuantizedPositions {
  /**
   * What positions are computed with, besides what {@link ElementWise} and {@link ViewLike} are.
   */
  private static final ImmutableSet<String> FOLLOWED =
      ImmutableSet.of(
          "abs",
          "alias",
          "cat",
          "ceil",
          "clamp_max",
          "clamp_min",
          "clone",
          "contiguous",
          "cumsum",
          "detach",
          "div",
          "expand",
          "expand_as",
          "flip",
          "floor",
          "maximum",
          "minimum",
          "neg",
          "remainder",
          "repeat",
          "repeat_interleave",
          "roll",
          "round",
          "rsub",
          "select",
          "slice",
          "squeeze",
          "stack",
          "sub",
          "trunc",
          "type_as",
          "unsqueeze",
          "where");

  private final PreparedProgram prepared;
  private final Graph graph;

  QuantizedPositions(PreparedProgram prepared) {
    this.prepared = prepared;
    this.graph = prepared.program().graph();
  }

  /** A sentence for each node that reads such positions, in graph order. */
  ImmutableList<String> warnings() {
    ImmutableList.Builder<String> warnings = ImmutableList.builder();
    for (Node node : graph.nodes()) {
      Set<String> quantized = new LinkedHashSet<>();
      for (Value index : indices(node)) {
        quantized.addAll(quantizedBehind(index));
      }
      if (!quantized.isEmpty()) {
        warnings.add(
            node
                + " reads positions computed from values that are quantized ("
                + String.join(", ", quantized)
                + "), so that they may name other rows; configure the nodes that compute them to stay"
                + " in floating point");
      }
    }
    return warnings.build();
  }

  private static List<Value> indices(Node node) {
    ImmutableList.Builder<Value> indices = ImmutableList.builder();
    for (String parameter : List.of("index", "indices")) {
      switch (node.op().argument(parameter)) {
        case Argument.Operand(int position) -> indices.add(node.operand(position));
        case Argument.ListOf(var elements) ->
            elements.forEach(element -> {
              if (element instanceof Argument.Operand(int position)) {
                indices.add(node.operand(position));
              }
            });
        default -> {}
      }
    }
    return indices.build().stream().filter(QuantizedPositions::isPosition).toList();
  }

  /** A mask of truth values selects, too, but is no position. */
  private static boolean isPosition(Value value) {
    return value.type() instanceof TensorType type && type.dtype().isInteger();
  }

  /** The values that are quantized on the way to a position, the nearest first. */
  private Set<String> quantizedBehind(Value position) {
    Set<String> quantized = new LinkedHashSet<>();
    Set<Value> seen = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>(List.of(position));
    while (!open.isEmpty()) {
      Value value = open.pop();
      Node producer = graph.producer(value).orElse(null);
      if (producer == null || !seen.add(value)) {
        continue;
      }
      if (PreparedProgram.isObserver(producer)) {
        quantized.add("%" + prepared.watched(producer).name());
        open.add(prepared.watched(producer));
      } else if (isFollowed(producer.op())) {
        open.addAll(producer.operands());
      }
    }
    return quantized;
  }

  private static boolean isFollowed(Op op) {
    OpName name = op.name();
    return op instanceof ElementWise
        || op instanceof ViewLike
        || (name.namespace().equals("aten") && FOLLOWED.contains(name.base()));
  }
}
