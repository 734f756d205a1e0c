package dev.octet.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Objects;

/** An activation function of one tensor, other than the clamps. */
public record Activation(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ElementWise {
  private static final ImmutableMap<OpName, Kind> KINDS =
      ImmutableMap.<OpName, Kind>builder()
          .put(AtenOps.SILU, Kind.SILU)
          .put(AtenOps.GELU, Kind.GELU)
          .put(AtenOps.HARDSWISH, Kind.HARDSWISH)
          .put(AtenOps.HARDSIGMOID, Kind.HARDSIGMOID)
          .put(AtenOps.SIGMOID, Kind.SIGMOID)
          .put(AtenOps.TANH, Kind.TANH)
          .put(AtenOps.LEAKY_RELU, Kind.LEAKY_RELU)
          .put(AtenOps.ELU, Kind.ELU)
          .put(AtenOps.SELU, Kind.SELU)
          .put(AtenOps.CELU, Kind.CELU)
          .put(AtenOps.MISH, Kind.MISH)
          .put(AtenOps.SOFTPLUS, Kind.SOFTPLUS)
          .buildOrThrow();

  /** Which function it is. */
  public enum Kind {
    SILU,
    /** By the error function, or by {@code tanh} if {@link Activation#isTanhApproximation}. */
    GELU,
    HARDSWISH,
    HARDSIGMOID,
    SIGMOID,
    TANH,
    /** Slope {@link Activation#negativeSlope} below zero. */
    LEAKY_RELU,
    ELU,
    SELU,
    CELU,
    MISH,
    SOFTPLUS
  }

  public Kind kind() {
    return Objects.requireNonNull(KINDS.get(name()), name()::toString);
  }

  /** True of a {@code gelu} that is computed by its {@code tanh} formula. */
  public boolean isTanhApproximation() {
    return argument("approximate") instanceof Argument.Str(String formula)
        && formula.equals("tanh");
  }

  /** Of a leaky relu; an error for any other kind. */
  public double negativeSlope() {
    return Literals.number(this, "negative_slope");
  }
}
