package dev.octet.nn;

/** The largest element of each window over (N, C, D, H, W). */
public final class MaxPool3d extends Pooling.Max<MaxPool3d> {
  public MaxPool3d(long... kernel) {
    super(3, kernel);
  }

  @Override
  MaxPool3d self() {
    return this;
  }
}
