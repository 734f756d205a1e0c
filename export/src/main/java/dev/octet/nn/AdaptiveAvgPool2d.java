package dev.octet.nn;

/**
 * The mean of windows over (N, C, H, W) that are chosen to give an output of the size asked for.
 */
public final class AdaptiveAvgPool2d extends AdaptivePooling {
  public AdaptiveAvgPool2d(long... outputSize) {
    super(true, 2, outputSize);
  }
}
