package dev.octet.nn;

import dev.octet.tensor.InputException;
import java.util.Arrays;

/** Numbers given for the spatial dimensions: one for all of them, or one for each. */
final class Spatial {
  private Spatial() {}

  static long[] repeat(long[] given, int spatial) {
    if (given.length == spatial) {
      return given;
    }
    if (given.length != 1) {
      throw new InputException(
          given.length
              + " numbers were given for "
              + spatial
              + " spatial dimensions, expected 1 or "
              + spatial);
    }
    return fill(given[0], spatial);
  }

  static long[] fill(long value, int spatial) {
    long[] result = new long[spatial];
    Arrays.fill(result, value);
    return result;
  }
}
