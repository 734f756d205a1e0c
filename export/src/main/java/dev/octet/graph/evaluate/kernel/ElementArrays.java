package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Arguments of element-wise operators as heap arrays: converted to the type of computation and
 * stretched to the shape of the result. A number is converted as PyTorch does: a double that meets
 * float32 tensors is rounded to float32 first.
 */
final class ElementArrays {
  private static final ValueLayout.OfDouble F64 =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong S64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private ElementArrays() {}

  static float[] floats(KernelArguments in, String parameter, DType type, Shape shape) {
    if (!in.isTensor(parameter)) {
      float[] values = new float[Math.toIntExact(shape.elements())];
      Arrays.fill(values, number(in, parameter, type).getFloat(0));
      return values;
    }
    Tensor tensor = in.tensor(parameter);
    float[] values = converted(tensor, type).toFloatArray();
    if (tensor.shape().equals(shape)) {
      return values;
    }
    int[] positions = positions(tensor.shape(), shape);
    float[] stretched = new float[positions.length];
    for (int i = 0; i < positions.length; i++) {
      stretched[i] = values[positions[i]];
    }
    return stretched;
  }

  static double[] doubles(KernelArguments in, String parameter, DType type, Shape shape) {
    if (!in.isTensor(parameter)) {
      double[] values = new double[Math.toIntExact(shape.elements())];
      Arrays.fill(values, number(in, parameter, type).getDouble(0));
      return values;
    }
    Tensor tensor = in.tensor(parameter);
    double[] values = converted(tensor, type).toDoubleArray();
    if (tensor.shape().equals(shape)) {
      return values;
    }
    int[] positions = positions(tensor.shape(), shape);
    double[] stretched = new double[positions.length];
    for (int i = 0; i < positions.length; i++) {
      stretched[i] = values[positions[i]];
    }
    return stretched;
  }

  static long[] longs(KernelArguments in, String parameter, DType type, Shape shape) {
    if (!in.isTensor(parameter)) {
      long[] values = new long[Math.toIntExact(shape.elements())];
      Arrays.fill(values, number(in, parameter, type).getLong(0));
      return values;
    }
    Tensor tensor = in.tensor(parameter);
    long[] values = converted(tensor, type).toLongArray();
    if (tensor.shape().equals(shape)) {
      return values;
    }
    int[] positions = positions(tensor.shape(), shape);
    long[] stretched = new long[positions.length];
    for (int i = 0; i < positions.length; i++) {
      stretched[i] = values[positions[i]];
    }
    return stretched;
  }

  /**
   * As {@link #floats} for a 16-bit type, but a number or a tensor without dimensions keeps the
   * precision of float32, as it does in PyTorch's products and quotients.
   */
  static float[] wideFloats(KernelArguments in, String parameter, DType type, Shape shape) {
    boolean single = !in.isTensor(parameter) || in.tensor(parameter).shape().rank() == 0;
    return floats(in, parameter, single ? DType.FLOAT32 : type, shape);
  }

  private static Tensor converted(Tensor tensor, DType type) {
    return tensor.dtype() == type ? tensor : tensor.to(type, Arena.ofAuto());
  }

  /** A number argument as a tensor without dimensions. */
  private static Tensor number(KernelArguments in, String parameter, DType type) {
    return scalar(in.number(parameter), type);
  }

  /** A {@code Long}, {@code Double} or {@code Boolean} as a tensor without dimensions. */
  static Tensor scalar(Object number, DType type) {
    return switch (number) {
      case Double value -> Tensor.scalar(type, (double) value);
      case Long value -> Tensor.scalar(type, (long) value);
      case Boolean value -> Tensor.scalar(type, value ? 1L : 0L);
      default -> throw new IllegalArgumentException("not a number: " + number);
    };
  }

  static void store(float[] values, Tensor result) {
    if (!result.dtype().isBool()) {
      result.setFloats(values);
      return;
    }
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i] != 0 ? 1 : 0);
    }
    store(bytes, result);
  }

  static void store(double[] values, Tensor result) {
    if (result.dtype() == DType.FLOAT64) {
      MemorySegment.copy(values, 0, result.segment(), F64, 0, values.length);
      return;
    }
    for (int i = 0; i < values.length; i++) {
      result.setDouble(i, values[i]);
    }
  }

  static void store(long[] values, Tensor result) {
    if (result.dtype() == DType.INT64) {
      MemorySegment.copy(values, 0, result.segment(), S64, 0, values.length);
      return;
    }
    for (int i = 0; i < values.length; i++) {
      result.setLong(i, values[i]);
    }
  }

  private static void store(byte[] values, Tensor result) {
    MemorySegment.copy(values, 0, result.segment(), ValueLayout.JAVA_BYTE, 0, values.length);
  }

  /**
   * For each element of the stretched shape the row-major position of the element of the original
   * that it repeats.
   */
  static int[] positions(Shape from, Shape to) {
    int rank = to.rank();
    int offset = rank - from.rank();
    long[] own = from.contiguousStrides();
    int[] strides = new int[rank];
    for (int i = offset; i < rank; i++) {
      strides[i] = from.size(i - offset) == 1 ? 0 : Math.toIntExact(own[i - offset]);
    }
    int[] positions = new int[Math.toIntExact(to.elements())];
    long[] index = new long[rank];
    int inner = rank == 0 ? 1 : Math.toIntExact(to.size(rank - 1));
    int innerStride = rank == 0 ? 0 : strides[rank - 1];
    int start = 0;
    for (int i = 0; i < positions.length; i += inner) {
      for (int k = 0; k < inner; k++) {
        positions[i + k] = start + k * innerStride;
      }
      for (int d = rank - 2; d >= 0; d--) {
        start += strides[d];
        if (++index[d] < to.size(d)) {
          break;
        }
        start -= strides[d] * (int) to.size(d);
        index[d] = 0;
      }
    }
    return positions;
  }
}
