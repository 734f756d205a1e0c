package dev.octet.nn;

/**
 * The largest element of windows over (N, C, H, W) that are chosen to give an output of the size
 * asked for.
 */
public final class AdaptiveMaxPool2d extends AdaptivePooling {
  public AdaptiveMaxPool2d(long... outputSize) {
    super(false, 2, outputSize);
  }
}
