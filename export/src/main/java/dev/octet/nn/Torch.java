package dev.octet.nn;

import com.google.common.collect.ImmutableMap;
import dev.octet.nn.trace.Callee;
import dev.octet.op.Argument;
import dev.octet.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Functions of the module {@code torch}, by its names and with its defaults. */
public final class Torch {
  private static final Argument CPU = new Argument.Device("cpu", OptionalInt.empty());

  private Torch() {}

  public static Variable matmul(Variable left, Variable right) {
    return Dispatch.one(Callee.torch("matmul"), "matmul.default", left, right);
  }

  public static Variable bmm(Variable left, Variable right) {
    return Dispatch.one(Callee.torch("bmm"), "bmm.default", left, right);
  }

  public static Variable cat(List<Variable> tensors, int dimension) {
    return Dispatch.one(Callee.torch("cat"), "cat.default", tensors, dimension);
  }

  public static Variable stack(List<Variable> tensors, int dimension) {
    return Dispatch.one(Callee.torch("stack"), "stack.default", tensors, dimension);
  }

  public static Variable flatten(Variable x, int start) {
    return Dispatch.one(Callee.torch("flatten"), "flatten.using_ints", x, start);
  }

  public static Variable permute(Variable x, long... dimensions) {
    return Dispatch.one(Callee.torch("permute"), "permute.default", x, dimensions);
  }

  public static Variable relu(Variable x) {
    return Dispatch.one(Callee.torch("relu"), "relu.default", x);
  }

  public static Variable sigmoid(Variable x) {
    return Dispatch.one(Callee.torch("sigmoid"), "sigmoid.default", x);
  }

  public static Variable tanh(Variable x) {
    return Dispatch.one(Callee.torch("tanh"), "tanh.default", x);
  }

  public static Variable softmax(Variable x, int dimension) {
    return Dispatch.one(Callee.torch("softmax"), "softmax.int", x, dimension);
  }

  public static Variable gather(Variable x, int dimension, Variable index) {
    return Dispatch.one(Callee.torch("gather"), "gather.default", x, dimension, index);
  }

  /** The integers from 0 to {@code end − 1}, int64. */
  public static Variable arange(Size end) {
    return Dispatch.one(
        Callee.torch("arange"),
        "arange.default",
        Arrays.asList(end),
        ImmutableMap.of("device", CPU, "pin_memory", false));
  }

  public static Variable zeros(DType dtype, Size... sizes) {
    return Dispatch.one(
        Callee.torch("zeros"),
        "zeros.default",
        Arrays.asList(List.of(sizes)),
        ImmutableMap.of("dtype", dtype, "device", CPU, "pin_memory", false));
  }
}
