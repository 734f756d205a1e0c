package dev.octet.nn;

/** Batch normalisation over (N, C) or (N, C, L) with stored statistics. */
public final class BatchNorm1d extends BatchNorm {
  public BatchNorm1d(long channels) {
    super(1, channels);
  }

  public BatchNorm1d(long channels, double epsilon, boolean affine) {
    super(1, channels, epsilon, affine);
  }
}
