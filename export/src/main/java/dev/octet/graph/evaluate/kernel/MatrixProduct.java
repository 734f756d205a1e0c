package dev.octet.graph.evaluate.kernel;

import java.util.Arrays;

/** The product of a matrix with rows that lie anywhere in an array. */
final class MatrixProduct {
  /**
   * Columns and rows that are worked on at a time: a block of them stays in the cache while all
   * sums take from it.
   */
  private static final int COLUMNS = 256;

  private static final int ROWS = 256;

  private MatrixProduct() {}

  /**
   * {@code sum[r][i] += Σ_k weights[r][k] · x[starts[k] + i]}.
   *
   * @param at where the sums start; they lie row by row
   * @param rows of sums and weights
   * @param length of a row of sums
   * @param firstWeight where the weights start; they lie row by row, one for each start
   */
  static void add(
      Numbers sum,
      int at,
      int rows,
      int length,
      Numbers weights,
      int firstWeight,
      Numbers x,
      int[] starts) {
    Numbers part = x.zeros(Math.min(COLUMNS, length));
    Numbers[] block = new Numbers[Math.min(ROWS, starts.length)];
    Arrays.setAll(block, k -> x.zeros(part.size()));
    for (int shift = 0; shift < length; shift += COLUMNS) {
      int count = Math.min(COLUMNS, length - shift);
      for (int first = 0; first < starts.length; first += ROWS) {
        int taken = Math.min(ROWS, starts.length - first);
        for (int k = 0; k < taken; k++) {
          block[k].copy(0, x, starts[first + k] + shift, 1, count);
        }
        for (int r = 0; r < rows; r++) {
          int target = at + r * length + shift;
          part.copy(0, sum, target, 1, count);
          part.addWeighted(block, taken, count, weights, firstWeight + r * starts.length + first);
          sum.copy(target, part, 0, 1, count);
        }
      }
    }
  }

  /** The starts of rows that lie one after another. */
  static int[] consecutive(int from, int rows, int length) {
    int[] starts = new int[rows];
    for (int r = 0; r < rows; r++) {
      starts[r] = from + r * length;
    }
    return starts;
  }
}
