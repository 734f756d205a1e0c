package dev.octet.graph.match;

import dev.octet.graph.Value;
import java.util.Optional;
import java.util.function.Predicate;

/** Any value, or any that meets a condition. */
public final class AnyValue extends Pattern {
  static final AnyValue INSTANCE = new AnyValue(Optional.empty(), value -> true);

  private final Optional<ValueCapture> capture;
  private final Predicate<Value> condition;

  private AnyValue(Optional<ValueCapture> capture, Predicate<Value> condition) {
    this.capture = capture;
    this.condition = condition;
  }

  public AnyValue as(ValueCapture newCapture) {
    return new AnyValue(Optional.of(newCapture), condition);
  }

  /** Only values that meet the condition, in addition to those before. */
  public AnyValue where(Predicate<Value> further) {
    return new AnyValue(capture, condition.and(further));
  }

  @Override
  public int depth() {
    return 0;
  }

  @Override
  boolean match(Value value, MatchState state, MatchState.Rest rest) {
    return condition.test(value) && state.with(capture.orElse(null), value, rest);
  }
}
