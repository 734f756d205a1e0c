package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.Arrays;

/** Integer arithmetic modulo 2^64; a narrower result keeps the low bits. */
final class LongNumbers implements Numbers {
  private final long[] values;

  LongNumbers(long[] values) {
    this.values = values;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public Numbers zeros(int count) {
    return new LongNumbers(new long[count]);
  }

  @Override
  public Numbers copy() {
    return new LongNumbers(values.clone());
  }

  @Override
  public double get(int index) {
    return values[index];
  }

  @Override
  public void set(int index, double value) {
    values[index] = (long) value;
  }

  @Override
  public void clear() {
    Arrays.fill(values, 0);
  }

  @Override
  public void addProducts(
      int at, int step, Numbers x, int from, int count, Numbers weights, int weight) {
    long[] source = ((LongNumbers) x).values;
    long factor = ((LongNumbers) weights).values[weight];
    for (int i = 0; i < count; i++) {
      values[at + i * step] += factor * source[from + i];
    }
  }

  @Override
  public void addWeighted(
      Numbers[] rows, int rowCount, int count, Numbers weights, int firstWeight) {
    long[] factors = ((LongNumbers) weights).values;
    int k = 0;
    for (; k + 4 <= rowCount; k += 4) {
      int f = firstWeight + k;
      long[] x0 = ((LongNumbers) rows[k]).values;
      long[] x1 = ((LongNumbers) rows[k + 1]).values;
      long[] x2 = ((LongNumbers) rows[k + 2]).values;
      long[] x3 = ((LongNumbers) rows[k + 3]).values;
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
      long[] sum,
      int count,
      long[] x0,
      long[] x1,
      long[] x2,
      long[] x3,
      long f0,
      long f1,
      long f2,
      long f3) {
    for (int i = 0; i < count; i++) {
      sum[i] += f0 * x0[i] + f1 * x1[i] + f2 * x2[i] + f3 * x3[i];
    }
  }

  @Override
  public void add(int at, Numbers x, int from, int stride, int count) {
    long[] source = ((LongNumbers) x).values;
    for (int i = 0; i < count; i++) {
      values[at + i] += source[from + i * stride];
    }
  }

  @Override
  public void copy(int at, Numbers x, int from, int stride, int count) {
    long[] source = ((LongNumbers) x).values;
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
    long by =
        switch (factor) {
          case Long number -> number;
          case Boolean flag -> flag ? 1 : 0;
          default ->
              throw new InputException(
                  "a tensor of integers cannot be scaled by " + factor + ", expected an integer");
        };
    for (int i = 0; i < values.length; i++) {
      values[i] *= by;
    }
  }

  @Override
  public boolean exceeds(int a, int b) {
    return values[a] > values[b];
  }

  @Override
  public Tensor storeIn(Tensor result) {
    return result.setLongs(values);
  }
}
