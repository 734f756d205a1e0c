package dev.octet.nn;

/** The mean of windows over (N, C, L) that are chosen to give an output of the size asked for. */
public final class AdaptiveAvgPool1d extends AdaptivePooling {
  public AdaptiveAvgPool1d(long... outputSize) {
    super(true, 1, outputSize);
  }
}
