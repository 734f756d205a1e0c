package dev.octet.nn;

/** The mean of each window over (N, C, D, H, W). */
public final class AvgPool3d extends Pooling.Average<AvgPool3d> {
  public AvgPool3d(long... kernel) {
    super(3, kernel);
  }

  @Override
  AvgPool3d self() {
    return this;
  }
}
