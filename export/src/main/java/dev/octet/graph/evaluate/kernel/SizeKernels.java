package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.Locale;

/**
 * Sizes and elements of tensors as numbers; operands are contiguous, so strides are those of a
 * tensor without gaps.
 */
final class SizeKernels {
  private SizeKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in -> in.tensor("self").shape().size(dimension(in)), "aten.sym_size.int", "aten.size.int");
    kernels.add(
        in -> in.tensor("self").shape().contiguousStrides()[dimension(in)],
        "aten.sym_stride.int",
        "aten.stride.int");
    kernels.add(in -> in.tensor("self").elements(), "aten.sym_numel.default", "aten.numel.default");
    kernels.add(in -> (long) in.tensor("self").shape().rank(), "aten.dim.default");
    kernels.add(_ -> 0L, "aten.sym_storage_offset.default");
    kernels.add(_ -> true, "aten.sym_is_contiguous.default");
    kernels.add(SizeKernels::element, "aten.item.default", "aten._local_scalar_dense.default");
  }

  private static int dimension(KernelArguments in) {
    Tensor self = in.tensor("self");
    if (self.shape().rank() == 0) {
      throw new InputException(
          String.format(
              Locale.ROOT, "a tensor without dimensions has no size %d", in.integer("dim")));
    }
    return in.dimension("dim", self.shape());
  }

  private static Object element(KernelArguments in) {
    Tensor self = in.tensor("self");
    if (self.elements() != 1) {
      throw new InputException(
          String.format(Locale.ROOT, "%s has %d elements, expected one", self, self.elements()));
    }
    if (self.dtype().isBool()) {
      return self.getLong(0) != 0;
    }
    return self.dtype().isFloatingPoint() ? (Object) self.getDouble(0) : (Object) self.getLong(0);
  }
}
