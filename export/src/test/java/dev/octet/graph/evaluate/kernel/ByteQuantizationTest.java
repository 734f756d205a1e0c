package dev.octet.graph.evaluate.kernel;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteQuantizationTest {
  private static final float[] SPECIAL = {
    0f, -0f, 0.5f, -0.5f, 1.5f, 2.5f, Float.NaN, 3e38f, -3e38f, 1 / 0f, -1 / 0f, Float.MIN_VALUE
  };

  /** More than one block, and an end that fills none. */
  private static float[] values() {
    Random random = new Random(1);
    float[] values = new float[2500];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < SPECIAL.length ? SPECIAL[i] : (float) random.nextGaussian() * 80;
    }
    return values;
  }

  /** The formula for one element after the other, stored by way of a double. */
  private static void check(DType type, float inverse, float zeroPoint, float min, float max) {
    float[] values = values();
    Tensor input = Tensor.of(values, values.length);
    Tensor expected = Tensor.allocate(type, Shape.of(values.length));
    for (int i = 0; i < values.length; i++) {
      float moved = (float) Math.rint(values[i] * inverse) + zeroPoint;
      expected.setDouble(i, Math.min(Math.max(moved, min), max));
    }
    Tensor actual = Tensor.allocate(type, Shape.of(values.length));
    assertThat(ByteQuantization.suits(input, actual, min, max)).isTrue();
    ByteQuantization quantization = new ByteQuantization(input, actual, min, max);
    quantization.quantize(0, 7, inverse, zeroPoint);
    quantization.quantize(7, values.length - 7, inverse, zeroPoint);
    assertThat(actual.toLongArray()).isEqualTo(expected.toLongArray());
  }

  @Test
  void signed() {
    check(DType.INT8, 1f, 0f, -128, 127);
    check(DType.INT8, 0.7f, 3f, -127, 127);
  }

  @Test
  void unsigned() {
    check(DType.UINT8, 1f, 0f, 0, 255);
    check(DType.UINT8, 1.3f, 131f, 0, 127);
    check(DType.UINT8, 1.3f, 12.25f, 0, 255);
  }

  @Test
  void infiniteReciprocal() {
    check(DType.INT8, Float.POSITIVE_INFINITY, 5f, -128, 127);
  }

  @Test
  void suitsBytesOnly() {
    Tensor input = Tensor.of(new float[] {1}, 1);
    Tensor bytes = Tensor.allocate(DType.INT8, Shape.of(1));
    Tensor words = Tensor.allocate(DType.INT16, Shape.of(1));
    assertThat(ByteQuantization.suits(input, words, -128, 127)).isFalse();
    assertThat(ByteQuantization.suits(input, bytes, -129, 127)).isFalse();
    assertThat(ByteQuantization.suits(input, bytes, -128, 256)).isFalse();
    assertThat(ByteQuantization.suits(bytes, bytes, -128, 127)).isFalse();
  }
}
