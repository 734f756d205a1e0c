package dev.octet.graph.match;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Value;
import dev.octet.op.Op;
import dev.octet.op.OpName;

/**
 * Describes a value. Immutable; matching tries all alternatives, in time that depends on the
 * pattern alone.
 *
 * <pre>{@code
 * NodeCapture<Convolution> conv = NodeCapture.named("conv");
 * NodePattern<Relu> convRelu = Pattern.op(Relu.class)
 *     .operand("self", Pattern.op(Convolution.class).singleUse().as(conv));
 * }</pre>
 */
public abstract sealed class Pattern permits AnyValue, OneOf, NodePattern {
  Pattern() {}

  /** Any value. */
  public static AnyValue any() {
    return AnyValue.INSTANCE;
  }

  /** The first result of an operator that is of this record, or has this trait. */
  public static <O> NodePattern<O> op(Class<O> type) {
    return new NodePattern<>(type);
  }

  /** The first result of one of these operators. */
  public static NodePattern<Op> op(OpName first, OpName... others) {
    ImmutableSet<OpName> names = ImmutableSet.<OpName>builder().add(first).add(others).build();
    return new NodePattern<>(Op.class).where(op -> names.contains(op.name()));
  }

  /** The first of these patterns that fits. */
  public static Pattern anyOf(Pattern... alternatives) {
    return new OneOf(ImmutableList.copyOf(alternatives));
  }

  /**
   * What {@code inner} describes, with or without a node of {@code middle} that takes it as {@code
   * parameter}.
   */
  public static Pattern optionally(NodePattern<?> middle, String parameter, Pattern inner) {
    return anyOf(middle.operand(parameter, inner), inner);
  }

  /** How many nodes stand on the longest way from the value to a value that the pattern reads. */
  public abstract int depth();

  /**
   * Matches a value and then what remains of the whole pattern; false leaves the state as it was.
   */
  abstract boolean match(Value value, MatchState state, MatchState.Rest rest);
}
