package dev.octet.nn;

/** The mean of each window over (N, C, L). */
public final class AvgPool1d extends Pooling.Average<AvgPool1d> {
  public AvgPool1d(long... kernel) {
    super(1, kernel);
  }

  @Override
  AvgPool1d self() {
    return this;
  }
}
