package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Tensor;
import java.util.Arrays;

/** Single-precision arithmetic. */
final class FloatNumbers implements Numbers {
  private final float[] values;

  FloatNumbers(float[] values) {
    this.values = values;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public Numbers zeros(int count) {
    return new FloatNumbers(new float[count]);
  }

  @Override
  public Numbers copy() {
    return new FloatNumbers(values.clone());
  }

  @Override
  public double get(int index) {
    return values[index];
  }

  @Override
  public void set(int index, double value) {
    values[index] = (float) value;
  }

  @Override
  public void clear() {
    Arrays.fill(values, 0);
  }

  @Override
  public void addProducts(
      int at, int step, Numbers x, int from, int count, Numbers weights, int weight) {
    float[] source = ((FloatNumbers) x).values;
    float factor = ((FloatNumbers) weights).values[weight];
    for (int i = 0; i < count; i++) {
      values[at + i * step] += factor * source[from + i];
    }
  }

  @Override
  public void addWeighted(
      Numbers[] rows, int rowCount, int count, Numbers weights, int firstWeight) {
    float[] factors = ((FloatNumbers) weights).values;
    int k = 0;
    for (; k + 4 <= rowCount; k += 4) {
      int f = firstWeight + k;
      float[] x0 = ((FloatNumbers) rows[k]).values;
      float[] x1 = ((FloatNumbers) rows[k + 1]).values;
      float[] x2 = ((FloatNumbers) rows[k + 2]).values;
      float[] x3 = ((FloatNumbers) rows[k + 3]).values;
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
      float[] sum,
      int count,
      float[] x0,
      float[] x1,
      float[] x2,
      float[] x3,
      float f0,
      float f1,
      float f2,
      float f3) {
    for (int i = 0; i < count; i++) {
      sum[i] += f0 * x0[i] + f1 * x1[i] + f2 * x2[i] + f3 * x3[i];
    }
  }

  @Override
  public void add(int at, Numbers x, int from, int stride, int count) {
    float[] source = ((FloatNumbers) x).values;
    for (int i = 0; i < count; i++) {
      values[at + i] += source[from + i * stride];
    }
  }

  @Override
  public void copy(int at, Numbers x, int from, int stride, int count) {
    float[] source = ((FloatNumbers) x).values;
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
    float by =
        switch (factor) {
          case Number number -> number.floatValue();
          case Boolean flag -> flag ? 1 : 0;
          default -> throw new IllegalArgumentException("not a number: " + factor);
        };
    for (int i = 0; i < values.length; i++) {
      values[i] *= by;
    }
  }

  @Override
  public boolean exceeds(int a, int b) {
    return values[a] > values[b] || Float.isNaN(values[a]);
  }

  @Override
  public Tensor storeIn(Tensor result) {
    return result.setFloats(values);
  }
}
