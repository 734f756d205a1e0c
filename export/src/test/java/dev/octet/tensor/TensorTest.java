package dev.octet.tensor;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TensorTest {
  @Test
  void blocksOfStridedViewsAreTheirElements() {
    float[] values = new float[3 * 4 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Tensor view =
        Tensor.view(
            Tensor.of(values, values.length).storage(),
            DType.FLOAT32,
            Shape.of(2, 5, 4),
            new long[] {20, 1, 5},
            7);
    for (int start = 0; start < 40; start++) {
      int count = 40 - start - start % 3;
      float[] floats = new float[40];
      double[] doubles = new double[40];
      view.getFloats(start, floats, Math.max(0, count));
      view.getDoubles(start, doubles, Math.max(0, count));
      for (int i = 0; i < count; i++) {
        assertThat(floats[i]).isEqualTo(view.getFloat(start + i));
        assertThat(doubles[i]).isEqualTo(view.getDouble(start + i));
      }
    }
  }

  @Test
  void stridedViewReadsInLogicalOrder() {
    Tensor base = Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3);
    Tensor transposed =
        Tensor.view(base.storage(), DType.FLOAT32, Shape.of(3, 2), new long[] {1, 3}, 0);
    assertThat(transposed.isContiguous()).isFalse();
    assertThat(transposed.toFloatArray()).isEqualTo(new float[] {0, 3, 1, 4, 2, 5});
    try (Arena arena = Arena.ofConfined()) {
      Tensor copy = transposed.contiguous(arena);
      assertThat(copy.isContiguous()).isTrue();
      assertThat(copy.bitEquals(transposed)).isTrue();
    }
  }

  @Test
  void viewOutsideItsStorageIsRefused() {
    Tensor base = Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3);
    InputException error =
        assertThrows(
            InputException.class,
            () -> Tensor.view(base.storage(), DType.FLOAT32, Shape.of(2, 3), new long[] {3, 1}, 1));
    assertThat(error).hasMessageThat().contains("reaches element 6");
    assertThrows(
        InputException.class,
        () ->
            Tensor.view(
                base.storage(), DType.FLOAT32, Shape.of(2), new long[] {Long.MAX_VALUE}, 8));
  }

  @Test
  void memoryIsAlignedAndFreedWithItsArena() {
    MemorySegment segment;
    try (Arena arena = Arena.ofConfined()) {
      Tensor tensor = Tensor.allocate(arena, DType.INT8, Shape.of(3));
      segment = tensor.storage();
      assertThat(segment.address() % Tensor.ALIGNMENT).isEqualTo(0);
    }
    assertThat(segment.scope().isAlive()).isFalse();
  }

  @Test
  void bfloat16RoundsTiesToEven() {
    Tensor tensor = Tensor.allocate(DType.BFLOAT16, Shape.of(5));
    tensor.setFloats(new float[] {1 + 0x1p-8f, 1 + 3 * 0x1p-8f, Float.NaN, Float.MAX_VALUE, -0f});
    assertThat(tensor.getFloat(0)).isEqualTo(1f);
    assertThat(tensor.getFloat(1)).isEqualTo(1 + 0x1p-6f);
    assertThat(tensor.getFloat(2)).isNaN();
    assertThat(tensor.getFloat(3)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Float.floatToRawIntBits(tensor.getFloat(4))).isEqualTo(0x80000000);
  }

  @Test
  void floatsTruncateToIntegersAsX86Does() {
    Tensor source =
        Tensor.of(new float[] {-1.9f, 300.7f, Float.NaN, 1e20f, Float.NEGATIVE_INFINITY}, 5);
    try (Arena arena = Arena.ofConfined()) {
      assertThat(source.to(DType.INT32, arena).toLongArray())
          .isEqualTo(new long[] {-1, 300, Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE});
      assertThat(source.to(DType.INT64, arena).toLongArray())
          .isEqualTo(new long[] {-1, 300, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE});
      assertThat(source.to(DType.UINT8, arena).toLongArray())
          .isEqualTo(new long[] {255, 44, 0, 0, 0});
      assertThat(source.to(DType.BOOL, arena).toLongArray()).isEqualTo(new long[] {1, 1, 1, 1, 1});
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyTypeKeepsSmallIntegers(DType type) {
    Tensor tensor = Tensor.allocate(type, Shape.of(2));
    tensor.setLong(0, 1);
    tensor.setDouble(1, 0.0);
    assertThat(tensor.toDoubleArray()).isEqualTo(new double[] {1, 0});
    assertThat(tensor.toLongArray()).isEqualTo(new long[] {1, 0});
    assertThat(tensor.byteSize()).isEqualTo(2 * type.bytes());
    assertThat(DType.named(type.torchName())).isEqualTo(type);
    assertThat(DType.named("torch." + type.torchName())).isEqualTo(type);
  }

  @Test
  void sharedViewsSeeOneStorage() {
    Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4}, 4);
    Tensor matrix = tensor.reshape(Shape.of(2, 2));
    tensor.setDouble(3, 9);
    assertThat(matrix.getFloat(3)).isEqualTo(9f);
    assertThrows(InputException.class, () -> tensor.reshape(Shape.of(3)));
  }

  @Test
  void shapesBroadcastOrSayWhyNot() {
    assertThat(Shape.broadcast(Shape.of(4, 1, 3), Shape.of(2, 1))).isEqualTo(Shape.of(4, 2, 3));
    assertThat(Shape.broadcast(Shape.of(0, 1), Shape.SCALAR)).isEqualTo(Shape.of(0, 1));
    InputException error =
        assertThrows(InputException.class, () -> Shape.broadcast(Shape.of(2, 3), Shape.of(2, 4)));
    assertThat(error).hasMessageThat().contains("3 against 4 at dimension -1");
    assertThrows(InputException.class, () -> Shape.of(1L << 40, 1L << 40));
  }

  @Test
  void arraysFillEveryType() {
    for (DType type : DType.values()) {
      double[] doubles = {1, 0, 1};
      Tensor tensor = Tensor.allocate(type, Shape.of(3));
      assertThat(tensor.setDoubles(doubles).toDoubleArray()).isEqualTo(doubles);
      assertThat(tensor.setLongs(new long[] {0, 1, 1}).toLongArray())
          .isEqualTo(new long[] {0, 1, 1});
      assertThat(tensor.setFloats(new float[] {1, 1, 0}).toFloatArray())
          .isEqualTo(new float[] {1, 1, 0});
      assertThrows(InputException.class, () -> tensor.setDoubles(new double[2]));
      assertThrows(InputException.class, () -> tensor.setLongs(new long[4]));
    }
  }

  @Test
  void arithmeticRoundsAsStoringDoes() {
    Random random = new Random(11);
    for (DType type : DType.values()) {
      for (int i = 0; i < 200; i++) {
        double value =
            type.isFloatingPoint() ? random.nextGaussian() * 100 : random.nextInt(-300, 300);
        assertThat(type.round(value)).isEqualTo(Tensor.scalar(type, value).getDouble(0));
      }
      assertThat(Double.isNaN(type.round(Double.NaN))).isEqualTo(type.isFloatingPoint());
    }
    assertThat(DType.INT32.round(-1 - 0x1p31)).isEqualTo(0x1p31 - 1);
  }

  @Test
  void halfPrecisionRoundTripsEveryBitPattern() {
    Tensor half = Tensor.allocate(DType.FLOAT16, Shape.of(1));
    Tensor brain = Tensor.allocate(DType.BFLOAT16, Shape.of(1));
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      float value = random.nextFloat() * 8 - 4;
      half.setDouble(0, value);
      brain.setDouble(0, value);
      float h = half.getFloat(0);
      float b = brain.getFloat(0);
      half.setDouble(0, h);
      brain.setDouble(0, b);
      assertThat(half.getFloat(0)).isEqualTo(h);
      assertThat(brain.getFloat(0)).isEqualTo(b);
      assertThat(Math.abs(h - value)).isAtMost(0x1p-10f);
      assertThat(Math.abs(b - value)).isAtMost(0x1p-7f);
    }
  }

  @Test
  void aConfinedArenaKeepsItsTensorsForItsThread() {
    try (Arena confined = Arena.ofConfined();
        Arena shared = Arena.ofShared()) {
      Shape shape = Shape.of(2, 3);
      assertThat(Tensor.allocate(confined, DType.FLOAT32, shape).isShared()).isFalse();
      assertThat(Tensor.allocate(shared, DType.FLOAT32, shape).isShared()).isTrue();
      assertThat(Tensor.allocate(DType.FLOAT32, shape).isShared()).isTrue();
    }
  }
}
