package dev.octet.nn;

import dev.octet.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Normalisation of each channel by stored statistics, then a factor and an addend. */
abstract sealed class BatchNorm extends Module permits BatchNorm1d, BatchNorm2d, BatchNorm3d {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final int spatial;
  private final double epsilon;
  private final @Nullable State weight;
  private final @Nullable State bias;
  private final State mean;
  private final State variance;

  BatchNorm(int spatial, long channels) {
    this(spatial, channels, EPSILON, true);
  }

  BatchNorm(int spatial, long channels, double epsilon, boolean affine) {
    this.spatial = spatial;
    this.epsilon = epsilon;
    this.weight = affine ? parameter("weight", Initializer.constant(1), channels) : null;
    this.bias = affine ? parameter("bias", Initializer.zeros(), channels) : null;
    this.mean = buffer("running_mean", DType.FLOAT32, Initializer.zeros(), channels);
    this.variance = buffer("running_var", DType.FLOAT32, Initializer.constant(1), channels);
    buffer("num_batches_tracked", DType.INT64, Initializer.zeros());
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.batchNorm(
        x,
        mean.get(),
        variance.get(),
        weight == null ? null : weight.get(),
        bias == null ? null : bias.get(),
        MOMENTUM,
        epsilon);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.batchnorm.BatchNorm" + spatial + "d";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
