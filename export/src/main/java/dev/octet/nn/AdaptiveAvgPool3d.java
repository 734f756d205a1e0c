package dev.octet.nn;

/**
 * The mean of windows over (N, C, D, H, W) that are chosen to give an output of the size asked for.
 */
public final class AdaptiveAvgPool3d extends AdaptivePooling {
  public AdaptiveAvgPool3d(long... outputSize) {
    super(true, 3, outputSize);
  }
}
