package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/**
 * Arguments of element-wise operators as heap arrays: converted to the type of computation and
 * stretched to the shape of the result. A number is converted as PyTorch does: a double that meets
 * float32 tensors is rounded to float32 first.
 */
final class ElementArrays {
  private ElementArrays() {}

  static float[] floats(KernelArguments in, String parameter, DType type, Shape shape) {
    return stretched(in, parameter, type, shape).toFloatArray();
  }

  static double[] doubles(KernelArguments in, String parameter, DType type, Shape shape) {
    return stretched(in, parameter, type, shape).toDoubleArray();
  }

  static long[] longs(KernelArguments in, String parameter, DType type, Shape shape) {
    return stretched(in, parameter, type, shape).toLongArray();
  }

  private static Tensor stretched(KernelArguments in, String parameter, DType type, Shape shape) {
    Tensor tensor =
        in.isTensor(parameter)
            ? Operands.as(in, type, in.tensor(parameter))
            : scalar(in.number(parameter), type);
    return Operands.expanded(in, tensor, shape.toArray());
  }

  /**
   * As {@link #floats} for a 16-bit type, but a number or a tensor without dimensions keeps the
   * precision of float32, as it does in PyTorch's products and quotients.
   */
  static float[] wideFloats(KernelArguments in, String parameter, DType type, Shape shape) {
    boolean single = !in.isTensor(parameter) || in.tensor(parameter).shape().rank() == 0;
    return floats(in, parameter, single ? DType.FLOAT32 : type, shape);
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
}
