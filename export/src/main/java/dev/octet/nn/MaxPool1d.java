package dev.octet.nn;

/** The largest element of each window over (N, C, L). */
public final class MaxPool1d extends Pooling.Max<MaxPool1d> {
  public MaxPool1d(long... kernel) {
    super(1, kernel);
  }

  @Override
  MaxPool1d self() {
    return this;
  }
}
