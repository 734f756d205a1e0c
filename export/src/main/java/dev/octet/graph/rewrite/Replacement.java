package dev.octet.graph.rewrite;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Value;
import java.util.List;

/**
 * The values that take the place of the results of a match's root, one for each; none for a root
 * without results.
 */
public record Replacement(ImmutableList<Value> values) {
  public static Replacement by(Value value) {
    return new Replacement(ImmutableList.of(value));
  }

  public static Replacement by(List<Value> values) {
    return new Replacement(ImmutableList.copyOf(values));
  }

  /** The root has no results and goes. */
  public static Replacement byNothing() {
    return new Replacement(ImmutableList.of());
  }
}
