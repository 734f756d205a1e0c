package dev.octet.nn;

/** The mean of each window over (N, C, H, W). */
public final class AvgPool2d extends Pooling.Average<AvgPool2d> {
  public AvgPool2d(long... kernel) {
    super(2, kernel);
  }

  @Override
  AvgPool2d self() {
    return this;
  }
}
