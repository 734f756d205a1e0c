package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Locale;

/** Brings operands to the form a kernel computes in; what is made is scratch, never a result. */
final class Operands {
  private Operands() {}

  /** The tensor in another element type; itself if it has that type already. */
  static Tensor as(KernelArguments in, DType dtype, Tensor tensor) {
    return tensor.dtype() == dtype ? tensor : tensor.to(dtype, in.scratch());
  }

  /** The tensor stretched to a shape, as contiguous memory; itself if it has that shape already. */
  static Tensor expanded(KernelArguments in, Tensor tensor, long... sizes) {
    Shape shape = Shape.of(sizes);
    return tensor.shape().equals(shape)
        ? tensor
        : StridedView.of(tensor)
            .expand(sizes)
            .copyInto(Tensor.allocate(in.scratch(), tensor.dtype(), shape));
  }

  /** An index into a dimension, counted from the end if negative. */
  static long index(KernelArguments in, long index, long size) {
    if (index < -size || index >= size) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: index %d is out of range for size %d",
              in.op().name(),
              index,
              size));
    }
    return index < 0 ? index + size : index;
  }
}
