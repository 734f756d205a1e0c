package dev.octet.graph.evaluate.kernel;

import dev.octet.op.Argument;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Assertions of a captured program: an error with the program's message if one does not hold, else
 * no result.
 */
final class AssertionKernels {
  private AssertionKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in -> {
          requireTrue(in.tensor("self"), "the tensor is false");
          return List.of();
        },
        "aten._assert_async.default");
    kernels.add(
        in -> {
          requireTrue(in.tensor("self"), in.string("assert_msg"));
          return List.of();
        },
        "aten._assert_async.msg");
    kernels.add(
        in -> {
          requireTrue(in.tensor("self"), in.string("assert_msg"));
          return ConversionKernels.converted(in, in.tensor("dep_token"));
        },
        "aten._functional_assert_async.msg");
    kernels.add(
        in -> {
          requireScalar(in);
          return List.of();
        },
        "aten._assert_scalar.default");
    kernels.add(
        in -> {
          requireScalar(in);
          return ConversionKernels.converted(in, in.tensor("dep_token"));
        },
        "aten._functional_assert_scalar.default");
    kernels.add(AssertionKernels::requireMetadata, "aten._assert_tensor_metadata.default");
    kernels.add(
        in -> {
          requireRange(in);
          return List.of();
        },
        "aten.sym_constrain_range.default",
        "aten.sym_constrain_range_for_size.default");
    kernels.add(
        in -> {
          requireRange(in);
          return ConversionKernels.converted(in, in.tensor("dep_token"));
        },
        "aten._functional_sym_constrain_range.default",
        "aten._functional_sym_constrain_range_for_size.default");
  }

  private static void requireTrue(Tensor condition, String message) {
    if (condition.elements() != 1) {
      throw new InputException(
          String.format(
              Locale.ROOT, "an assertion needs a tensor of one element, found %s", condition));
    }
    if (condition.getDouble(0) == 0) {
      throw new InputException("assertion of the program failed: " + message);
    }
  }

  private static void requireScalar(KernelArguments in) {
    if (in.real("self") == 0) {
      throw new InputException("assertion of the program failed: " + in.string("assert_msg"));
    }
  }

  /**
   * Sizes and element type; strides say nothing about values and are not kept, devices do not exist
   * here.
   */
  private static List<Tensor> requireMetadata(KernelArguments in) {
    Tensor tensor = in.tensor("a");
    Optional<DType> dtype = in.dtype("dtype");
    if (dtype.isPresent() && tensor.dtype() != dtype.get()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "assertion of the program failed: a tensor is %s, expected %s",
              tensor,
              dtype.get()));
    }
    if (!(in.raw("size") instanceof Argument.None)
        && !tensor.shape().equals(Shape.of(in.longs("size")))) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "assertion of the program failed: a tensor is %s, expected sizes %s",
              tensor,
              Shape.of(in.longs("size"))));
    }
    return List.of();
  }

  private static void requireRange(KernelArguments in) {
    long size = in.integer("size");
    boolean low = !in.isNone("min") && size < in.integer("min");
    boolean high = !in.isNone("max") && size > in.integer("max");
    if (low || high) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "assertion of the program failed: a size is %d, expected %s to %s",
              size,
              in.isNone("min") ? "-inf" : in.integer("min"),
              in.isNone("max") ? "inf" : in.integer("max")));
    }
  }
}
