package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Tensor;
import java.util.Arrays;

/** Double-precision arithmetic. */
final class DoubleNumbers implements Numbers {
  private final double[] values;

  DoubleNumbers(double[] values) {
    this.values = values;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public Numbers zeros(int count) {
    return new DoubleNumbers(new double[count]);
  }

  @Override
  public Numbers copy() {
    return new DoubleNumbers(values.clone());
  }

  @Override
  public double get(int index) {
    return values[index];
  }

  @Override
  public void set(int index, double value) {
    values[index] = value;
  }

  @Override
  public void clear() {
    Arrays.fill(values, 0);
  }

  @Override
  public void addProducts(
      int at, int step, Numbers x, int from, int count, Numbers weights, int weight) {
    double[] source = ((DoubleNumbers) x).values;
    double factor = ((DoubleNumbers) weights).values[weight];
    for (int i = 0; i < count; i++) {
      values[at + i * step] += factor * source[from + i];
    }
  }

  @Override
  public void addWeighted(
      Numbers[] rows, int rowCount, int count, Numbers weights, int firstWeight) {
    double[] factors = ((DoubleNumbers) weights).values;
    int k = 0;
    for (; k + 4 <= rowCount; k += 4) {
      int f = firstWeight + k;
      double[] x0 = ((DoubleNumbers) rows[k]).values;
      double[] x1 = ((DoubleNumbers) rows[k + 1]).values;
      double[] x2 = ((DoubleNumbers) rows[k + 2]).values;
      double[] x3 = ((DoubleNumbers) rows[k + 3]).values;
      addFour(
          values,
          count,
          x0,
          x1,
          x2,
          x3,
          factors[f],
          factors[f + 1],
          factors[f + 2],
          factors[f + 3]);
    }
    for (; k < rowCount; k++) {
      addProducts(0, 1, rows[k], 0, count, weights, firstWeight + k);
    }
  }

  /**
   * The loop in which a network spends nearly all its time. The compiler makes vector instructions
   * of it because all arrays have the same index: whether two of them are one array or not, no
   * element is read after another iteration wrote it.
   */
  private static void addFour(
      double[] sum,
      int count,
      double[] x0,
      double[] x1,
      double[] x2,
      double[] x3,
      double f0,
      double f1,
      double f2,
      double f3) {
    for (int i = 0; i < count; i++) {
      sum[i] += f0 * x0[i] + f1 * x1[i] + f2 * x2[i] + f3 * x3[i];
    }
  }

  @Override
  public void add(int at, Numbers x, int from, int stride, int count) {
    double[] source = ((DoubleNumbers) x).values;
    for (int i = 0; i < count; i++) {
      values[at + i] += source[from + i * stride];
    }
  }

  @Override
  public void copy(int at, Numbers x, int from, int stride, int count) {
    double[] source = ((DoubleNumbers) x).values;
    if (stride == 1) {
      System.arraycopy(source, from, values, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      values[at + i] = source[from + i * stride];
    }
  }

  @Override
  public void scale(Object factor) {
    double by =
        switch (factor) {
          case Number number -> number.doubleValue();
          case Boolean flag -> flag ? 1 : 0;
          default -> throw new IllegalArgumentException("not a number: " + factor);
        };
    for (int i = 0; i < values.length; i++) {
      values[i] *= by;
    }
  }

  @Override
  public boolean exceeds(int a, int b) {
    return values[a] > values[b] || Double.isNaN(values[a]);
  }

  @Override
  public Tensor storeIn(Tensor result) {
    return result.setDoubles(values);
  }
}
