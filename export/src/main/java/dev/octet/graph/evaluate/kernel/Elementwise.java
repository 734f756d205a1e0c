package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/**
 * Applies a function to every element. The operands are converted to the type of computation, the
 * result is rounded to the result's type; the 16-bit floating-point types are computed in float and
 * rounded once.
 */
final class Elementwise {
  private Elementwise() {}

  static Tensor unary(KernelArguments in, DType type, UnaryFunction function, String parameter) {
    Tensor result = in.allocateResult(0);
    Shape shape = result.shape();
    if (type == DType.FLOAT64) {
      double[] x = ElementArrays.doubles(in, parameter, type, shape);
      for (int i = 0; i < x.length; i++) {
        x[i] = function.f64().applyAsDouble(x[i]);
      }
      result.setDoubles(x);
    } else if (type.isFloatingPoint()) {
      float[] x = ElementArrays.floats(in, parameter, type, shape);
      for (int i = 0; i < x.length; i++) {
        x[i] = function.f32().apply(x[i]);
      }
      result.setFloats(x);
    } else {
      long[] x = ElementArrays.longs(in, parameter, type, shape);
      for (int i = 0; i < x.length; i++) {
        x[i] = function.s64().applyAsLong(x[i]);
      }
      result.setLongs(x);
    }
    return result;
  }

  static Tensor binary(
      KernelArguments in, DType type, BinaryFunction function, String first, String second) {
    return binary(in, type, function, first, second, false);
  }

  /**
   * A function of two operands.
   *
   * @param wideSecond whether a second operand without dimensions keeps float32 precision beside a
   *     16-bit tensor
   */
  static Tensor binary(
      KernelArguments in,
      DType type,
      BinaryFunction function,
      String first,
      String second,
      boolean wideSecond) {
    Tensor result = in.allocateResult(0);
    Shape shape = result.shape();
    if (type == DType.FLOAT64) {
      double[] x = ElementArrays.doubles(in, first, type, shape);
      double[] y = ElementArrays.doubles(in, second, type, shape);
      for (int i = 0; i < x.length; i++) {
        x[i] = function.f64().applyAsDouble(x[i], y[i]);
      }
      result.setDoubles(x);
    } else if (type.isFloatingPoint()) {
      float[] x = ElementArrays.floats(in, first, type, shape);
      float[] y =
          wideSecond
              ? ElementArrays.wideFloats(in, second, type, shape)
              : ElementArrays.floats(in, second, type, shape);
      for (int i = 0; i < x.length; i++) {
        x[i] = function.f32().apply(x[i], y[i]);
      }
      result.setFloats(x);
    } else {
      long[] x = ElementArrays.longs(in, first, type, shape);
      long[] y = ElementArrays.longs(in, second, type, shape);
      for (int i = 0; i < x.length; i++) {
        x[i] = function.s64().applyAsLong(x[i], y[i]);
      }
      result.setLongs(x);
    }
    return result;
  }

  static Tensor ternary(
      KernelArguments in,
      DType type,
      TernaryFunction function,
      String first,
      String second,
      String third) {
    Tensor result = in.allocateResult(0);
    Shape shape = result.shape();
    if (type == DType.FLOAT64) {
      double[] x = ElementArrays.doubles(in, first, type, shape);
      double[] y = ElementArrays.doubles(in, second, type, shape);
      double[] z = ElementArrays.doubles(in, third, type, shape);
      for (int i = 0; i < x.length; i++) {
        x[i] = function.f64().apply(x[i], y[i], z[i]);
      }
      result.setDoubles(x);
    } else if (type.isFloatingPoint()) {
      float[] x = ElementArrays.floats(in, first, type, shape);
      float[] y = ElementArrays.floats(in, second, type, shape);
      float[] z = ElementArrays.floats(in, third, type, shape);
      for (int i = 0; i < x.length; i++) {
        x[i] = function.f32().apply(x[i], y[i], z[i]);
      }
      result.setFloats(x);
    } else {
      long[] x = ElementArrays.longs(in, first, type, shape);
      long[] y = ElementArrays.longs(in, second, type, shape);
      long[] z = ElementArrays.longs(in, third, type, shape);
      for (int i = 0; i < x.length; i++) {
        x[i] = function.s64().apply(x[i], y[i], z[i]);
      }
      result.setLongs(x);
    }
    return result;
  }
}
