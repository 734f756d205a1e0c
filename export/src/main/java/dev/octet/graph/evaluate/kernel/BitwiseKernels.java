package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.function.LongBinaryOperator;

/** Bitwise logic and shifts of integers; on bool the bit is the truth value. */
final class BitwiseKernels {
  private BitwiseKernels() {}

  static void register(Kernels kernels) {
    logic(kernels, "and", (x, y) -> x & y);
    logic(kernels, "or", (x, y) -> x | y);
    logic(kernels, "xor", (x, y) -> x ^ y);
    kernels.addWithTwins(BitwiseKernels::not, "aten.bitwise_not.default");
    kernels.addWithTwins(
        BitwiseKernels::shiftLeft,
        "aten.bitwise_left_shift.Tensor",
        "aten.bitwise_left_shift.Tensor_Scalar",
        "aten.bitwise_left_shift.Scalar_Tensor");
    kernels.add(BitwiseKernels::shiftLeft, "aten.__lshift__.Tensor", "aten.__lshift__.Scalar");
    kernels.addWithTwins(
        BitwiseKernels::shiftRight,
        "aten.bitwise_right_shift.Tensor",
        "aten.bitwise_right_shift.Tensor_Scalar",
        "aten.bitwise_right_shift.Scalar_Tensor");
    kernels.add(BitwiseKernels::shiftRight, "aten.__rshift__.Tensor", "aten.__rshift__.Scalar");
  }

  private static void logic(Kernels kernels, String name, LongBinaryOperator function) {
    Kernel kernel = in -> compute(in, Promotion.common(in.types(), "self", "other"), function);
    String bitwise = "aten.bitwise_" + name;
    kernels.addWithTwins(
        kernel, bitwise + ".Tensor", bitwise + ".Scalar", bitwise + ".Scalar_Tensor");
    kernels.add(kernel, "aten.__" + name + "__.Tensor", "aten.__" + name + "__.Scalar");
  }

  private static Tensor compute(KernelArguments in, DType type, LongBinaryOperator function) {
    return Elementwise.binary(in, type, BinaryFunction.integral(function), "self", "other");
  }

  private static Tensor not(KernelArguments in) {
    DType type = in.tensor("self").dtype();
    UnaryFunction function = UnaryFunction.integral(type.isBool() ? x -> 1 - x : x -> ~x);
    return Elementwise.unary(in, type, function, "self");
  }

  /** A shift by the width of the type or more, or by a negative count, leaves no bit. */
  private static Tensor shiftLeft(KernelArguments in) {
    DType type = Promotion.common(in.types(), "self", "other");
    int bits = type.bytes() * 8;
    return compute(in, type, (x, y) -> y < 0 || y >= bits ? 0 : x << y);
  }

  /** A shift by the width of the type or more, or by a negative count, leaves the sign. */
  private static Tensor shiftRight(KernelArguments in) {
    DType type = Promotion.common(in.types(), "self", "other");
    int bits = type.bytes() * 8;
    return compute(in, type, (x, y) -> y < 0 || y >= bits ? (x < 0 ? -1 : 0) : x >> y);
  }
}
