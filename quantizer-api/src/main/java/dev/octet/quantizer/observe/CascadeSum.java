package dev.octet.quantizer.observe;

import java.util.Arrays;

/**
 * The float32 sum of an array, with every rounding where PyTorch's {@code sum} has it on x86-64:
 * eight lanes by four rows, of which each adds up at four levels. The search of the histogram
 * observer compares such sums, and their order decides in the last bit.
 */
final class CascadeSum {
  private static final int LANES = 8;
  private static final int ROWS = 4;
  private static final int LEVELS = 4;

  private CascadeSum() {}

  static float sum(float[] values) {
    int lanes = values.length >= LANES ? LANES : 1;
    int vectors = values.length / lanes;
    float[] partial = rows(values, lanes, vectors / ROWS);
    int width = ROWS * lanes;
    for (int vector = vectors / ROWS * ROWS; vector < vectors; vector++) {
      for (int lane = 0; lane < lanes; lane++) {
        partial[lane] += values[vector * lanes + lane];
      }
    }
    for (int i = lanes; i < width; i++) {
      partial[i % lanes] += partial[i];
    }
    float sum = 0;
    for (int i = vectors * lanes; i < values.length; i++) {
      sum += values[i];
    }
    for (int lane = 0; lane < lanes; lane++) {
      sum += partial[lane];
    }
    return sum;
  }

  /** Sums of every {@code ROWS · lanes}-th value, the first {@code size} of each. */
  private static float[] rows(float[] values, int lanes, int size) {
    int width = ROWS * lanes;
    int log = size <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(size - 1);
    int power = Math.max(4, log / LEVELS);
    int step = 1 << power;
    float[][] levels = new float[LEVELS][width];
    int i = 0;
    while (i + step <= size) {
      for (int j = 0; j < step; j++, i++) {
        add(levels[0], values, i * width);
      }
      for (int level = 1; level < LEVELS; level++) {
        add(levels[level], levels[level - 1], 0);
        Arrays.fill(levels[level - 1], 0);
        if ((i & ((step - 1) << (level * power))) != 0) {
          break;
        }
      }
    }
    for (; i < size; i++) {
      add(levels[0], values, i * width);
    }
    for (int level = 1; level < LEVELS; level++) {
      add(levels[0], levels[level], 0);
    }
    return levels[0];
  }

  private static void add(float[] sums, float[] values, int from) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[from + i];
    }
  }
}
