package dev.octet.nn;

/** The largest element of each window over (N, C, H, W). */
public final class MaxPool2d extends Pooling.Max<MaxPool2d> {
  public MaxPool2d(long... kernel) {
    super(2, kernel);
  }

  @Override
  MaxPool2d self() {
    return this;
  }
}
