package dev.octet.nn;

/**
 * The largest element of windows over (N, C, D, H, W) that are chosen to give an output of the size
 * asked for.
 */
public final class AdaptiveMaxPool3d extends AdaptivePooling {
  public AdaptiveMaxPool3d(long... outputSize) {
    super(false, 3, outputSize);
  }
}
