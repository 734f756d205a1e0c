package dev.octet.lowering.kernel;

import java.util.Collections;
import java.util.List;

/** Strides, paddings and the like, of which operators take one for all dimensions or one each. */
public final class PerDimension {
  private PerDimension() {}

  /** That of one dimension, counted from 0. */
  public static long at(List<Long> given, int dimension) {
    return given.get(given.size() == 1 ? 0 : dimension);
  }

  /** One for each dimension. */
  public static List<Long> spread(List<Long> given, int dimensions) {
    return given.size() == 1 ? Collections.nCopies(dimensions, given.getFirst()) : given;
  }
}
