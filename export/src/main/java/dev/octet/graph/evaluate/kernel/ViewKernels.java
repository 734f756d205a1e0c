package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Operators that change the shape only: the bytes are copied. */
final class ViewKernels {
  private ViewKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in -> copied(in.tensor("self"), in.allocateResult(0)),
        "aten.view.default",
        "aten._unsafe_view.default",
        "aten.view.dtype",
        "aten.view_as.default",
        "aten.reshape.default",
        "aten.reshape_as.default",
        "aten.flatten.using_ints",
        "aten.ravel.default",
        "aten.unflatten.int",
        "aten.squeeze.default",
        "aten.squeeze.dim",
        "aten.squeeze.dims",
        "aten.squeeze_.default",
        "aten.squeeze_.dim",
        "aten.squeeze_.dims",
        "aten.unsqueeze.default",
        "aten.unsqueeze_.default",
        "aten.atleast_1d.default",
        "aten.atleast_2d.default",
        "aten.atleast_3d.default",
        "aten.resize_.default");
    kernels.add(
        ViewKernels::copies,
        "aten.atleast_1d.Sequence",
        "aten.atleast_2d.Sequence",
        "aten.atleast_3d.Sequence");
    kernels.add(
        ViewKernels::expanded,
        "aten.expand.default",
        "aten.broadcast_to.default",
        "aten.expand_as.default");
    kernels.add(ViewKernels::strided, "aten.as_strided.default", "aten.as_strided_.default");
  }

  /**
   * The bytes of one contiguous tensor in another; after {@code resize_} what has no source stays
   * zero.
   */
  static Tensor copied(Tensor from, Tensor to) {
    MemorySegment.copy(
        from.segment(), 0, to.segment(), 0, Math.min(from.byteSize(), to.byteSize()));
    return to;
  }

  private static List<Tensor> copies(KernelArguments in) {
    List<Tensor> results = new ArrayList<>();
    for (Tensor tensor : in.tensors("tensors")) {
      results.add(copied(tensor, in.allocateResult(results.size())));
    }
    return results;
  }

  private static Tensor expanded(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    return StridedView.of(in.tensor("self")).expand(result.shape().toArray()).copyInto(result);
  }

  private static Tensor strided(KernelArguments in) {
    long offset = in.optionalInteger("storage_offset").orElse(0L);
    return StridedView.strided(in.tensor("self"), in.longs("size"), in.longs("stride"), offset)
        .copyInto(in.allocateResult(0));
  }
}
