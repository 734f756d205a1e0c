package dev.octet.lowering.opencl.template;

/**
 * What one work item computes where its sums stay in registers.
 *
 * @param rows positions of the result
 * @param lanes of a vector: 4, 8 or 16 output channels
 * @param vectors side by side
 * @param wide whether integer weights are kept as floats, which saves converting them each time
 */
public record RegisterTile(int rows, int lanes, int vectors, boolean wide) {
  private static final int MOST_ROWS = 12;

  /** Bytes of an item's float weights that stay in a core's cache from one item to the next. */
  private static final long CACHED = 768 << 10;

  /** Sums and weights in 32 registers of 16 floats. */
  static final RegisterTile DEFAULT = new RegisterTile(6, 16, 4, true);

  /** No wider than the channels that there are, and with more rows for it. */
  RegisterTile narrowedTo(int present) {
    if (present > channels() - lanes) {
      return this;
    }
    int fewer = Math.ceilDiv(present, lanes);
    int narrower = lanes;
    while (fewer == 1 && narrower > 4 && present <= narrower / 2) {
      narrower /= 2;
    }
    return new RegisterTile(Math.min(MOST_ROWS, rows * vectors / fewer), narrower, fewer, wide);
  }

  /**
   * With half as many channels, more rows for it, and integer weights as bytes, if all weights that
   * an item reads would not stay in a cache as floats.
   *
   * @param products for each sum
   */
  RegisterTile cachedFor(long products) {
    if (vectors == 1 || products * channels() * Float.BYTES <= CACHED) {
      return this;
    }
    return new RegisterTile(
        Math.max(rows, Math.min(MOST_ROWS, 2 * rows)), lanes, Math.ceilDiv(vectors, 2), false);
  }

  /** True if the numbers are such that there is a kernel. */
  public boolean isPossible() {
    return rows > 0
        && rows <= 4 * MOST_ROWS
        && (lanes == 4 || lanes == 8 || lanes == 16)
        && vectors > 0
        && vectors <= lanes;
  }

  int channels() {
    return lanes * vectors;
  }
}
