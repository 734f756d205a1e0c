package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.layer_norm.default} and {@code aten.native_layer_norm.default}: input, weight?,
 * bias?. The latter operator has three results, of which the first counts.
 */
public record LayerNorm(OpSchema schema, ImmutableList<Argument> arguments) implements TypedOp {
  /** How many trailing dimensions are normalised together. */
  public int normalizedRank() {
    return Literals.elements(this, "normalized_shape").size();
  }

  /** What is added to the variance before its square root is taken. */
  public double eps() {
    return Literals.number(this, "eps");
  }
}
