package dev.octet.nn;

/** Batch normalisation over (N, C, H, W) with stored statistics. */
public final class BatchNorm2d extends BatchNorm {
  public BatchNorm2d(long channels) {
    super(2, channels);
  }

  public BatchNorm2d(long channels, double epsilon, boolean affine) {
    super(2, channels, epsilon, affine);
  }
}
