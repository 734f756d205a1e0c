package dev.octet.graph.match;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Value;

/** The first of several patterns with which the whole pattern fits. */
final class OneOf extends Pattern {
  private final ImmutableList<Pattern> alternatives;

  OneOf(ImmutableList<Pattern> alternatives) {
    this.alternatives = alternatives;
  }

  @Override
  public int depth() {
    return alternatives.stream().mapToInt(Pattern::depth).max().orElse(0);
  }

  @Override
  boolean match(Value value, MatchState state, MatchState.Rest rest) {
    for (Pattern alternative : alternatives) {
      if (alternative.match(value, state, rest)) {
        return true;
      }
    }
    return false;
  }
}
