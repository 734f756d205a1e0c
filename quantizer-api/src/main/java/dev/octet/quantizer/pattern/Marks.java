package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * What a recipe has done so far: which nodes are taken, and whose results a backend could give in
 * integers, because they end a quantized pattern. Not thread-safe.
 */
final class Marks {
  private final Set<String> taken = new HashSet<>();
  private final Set<String> endsOfPatterns = new HashSet<>();

  void take(Node node) {
    taken.add(node.name());
  }

  boolean isTaken(Node node) {
    return taken.contains(node.name());
  }

  void endsPattern(Node node) {
    take(node);
    node.results().forEach(this::canBeQuantized);
  }

  void canBeQuantized(Value value) {
    endsOfPatterns.add(value.name());
  }

  /** True if the value is the result of a quantized pattern. */
  boolean comesFromPattern(Value value) {
    return endsOfPatterns.contains(value.name());
  }
}
