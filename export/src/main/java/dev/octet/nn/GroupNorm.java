package dev.octet.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Normalisation over groups of channels of (N, C, …), then a factor and an addend for each channel.
 */
public final class GroupNorm extends Module {
  private static final double EPSILON = 1e-5;

  private final long groups;
  private final double epsilon;
  private final @Nullable State weight;
  private final @Nullable State bias;

  public GroupNorm(long groups, long channels) {
    this(groups, channels, EPSILON, true);
  }

  /** {@code affine} tells whether there are a factor and an addend. */
  public GroupNorm(long groups, long channels, double epsilon, boolean affine) {
    this.groups = groups;
    this.epsilon = epsilon;
    this.weight = affine ? parameter("weight", Initializer.constant(1), channels) : null;
    this.bias = affine ? parameter("bias", Initializer.zeros(), channels) : null;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.groupNorm(
        x, groups, weight == null ? null : weight.get(), bias == null ? null : bias.get(), epsilon);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.normalization.GroupNorm";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
