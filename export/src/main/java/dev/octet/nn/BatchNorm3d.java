package dev.octet.nn;

/** Batch normalisation over (N, C, D, H, W) with stored statistics. */
public final class BatchNorm3d extends BatchNorm {
  public BatchNorm3d(long channels) {
    super(3, channels);
  }

  public BatchNorm3d(long channels, double epsilon, boolean affine) {
    super(3, channels, epsilon, affine);
  }
}
