package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.batch_norm.default} and {@code aten._native_batch_norm_legit_no_training.default}:
 * input (N, C, …), weight?, bias?, running mean and variance, each (C). The latter operator has
 * three results, of which the first counts.
 */
public record BatchNorm(OpSchema schema, ImmutableList<Argument> arguments) implements TypedOp {
  /** True if the statistics are those of the batch. */
  public boolean training() {
    return schema().position("training") >= 0 && Literals.bool(this, "training");
  }

  /** What is added to the variance before its square root is taken. */
  public double eps() {
    return Literals.number(this, "eps");
  }

  public double momentum() {
    return Literals.number(this, "momentum");
  }
}
