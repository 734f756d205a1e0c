package dev.octet.lowering.codegen.opencl;

/**
 * What printed code may count on.
 *
 * @param doubles whether the device computes in double precision
 * @param exactDivision whether it rounds quotients of floats correctly
 * @param mostItems in a work-group
 * @param threads whether one thread of a processor runs all items of a work-group, one after the
 *     other, so that they gain nothing from sharing a reduction
 */
public record SourceFeatures(
    boolean doubles, boolean exactDivision, int mostItems, boolean threads) {
  /** Of a device whose items run at once. */
  public SourceFeatures(boolean doubles, boolean exactDivision, int mostItems) {
    this(doubles, exactDivision, mostItems, false);
  }

  public SourceFeatures {
    if (mostItems < 1) {
      throw new IllegalArgumentException("work-groups of " + mostItems + " items");
    }
  }
}
