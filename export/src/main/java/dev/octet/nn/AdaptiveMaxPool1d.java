package dev.octet.nn;

/**
 * The largest element of windows over (N, C, L) that are chosen to give an output of the size asked
 * for.
 */
public final class AdaptiveMaxPool1d extends AdaptivePooling {
  public AdaptiveMaxPool1d(long... outputSize) {
    super(false, 1, outputSize);
  }
}
