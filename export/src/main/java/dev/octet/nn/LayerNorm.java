package dev.octet.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Normalisation over the last dimensions, then a factor and an addend for each element. */
public final class LayerNorm extends Module {
  private static final double EPSILON = 1e-5;

  private final long[] shape;
  private final double epsilon;
  private final @Nullable State weight;
  private final @Nullable State bias;

  public LayerNorm(long... shape) {
    this(EPSILON, true, shape);
  }

  /** {@code affine} tells whether there are a factor and an addend. */
  public LayerNorm(double epsilon, boolean affine, long... shape) {
    this.shape = shape.clone();
    this.epsilon = epsilon;
    this.weight = affine ? parameter("weight", Initializer.constant(1), shape) : null;
    this.bias = affine ? parameter("bias", Initializer.zeros(), shape) : null;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.layerNorm(
        x, shape, weight == null ? null : weight.get(), bias == null ? null : bias.get(), epsilon);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.normalization.LayerNorm";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
