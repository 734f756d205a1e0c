package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * Changes of element type, and the many names of a copy. Results never share memory with operands.
 */
final class ConversionKernels {
  private ConversionKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in -> converted(in, in.tensor("self")),
        "aten._to_copy.default",
        "aten.to.dtype",
        "aten.to.device",
        "aten.to.dtype_layout",
        "aten.to.other",
        "aten.type_as.default",
        "aten.clone.default",
        "aten.contiguous.default",
        "aten.alias.default",
        "aten.detach.default",
        "aten.detach_.default",
        "aten.lift_fresh_copy.default");
    kernels.addWithTwins(ConversionKernels::copy, "aten.copy.default");
  }

  /** An operand as the first result: converted if the types differ. */
  static Tensor converted(KernelArguments in, Tensor source) {
    Tensor result = in.allocateResult(0);
    if (source.dtype() == result.dtype()) {
      MemorySegment.copy(source.segment(), 0, result.segment(), 0, source.byteSize());
    } else if (source.dtype().isFloatingPoint()) {
      for (long i = 0; i < source.elements(); i++) {
        result.setDouble(i, source.getDouble(i));
      }
    } else {
      for (long i = 0; i < source.elements(); i++) {
        result.setLong(i, source.getLong(i));
      }
    }
    return result;
  }

  /** {@code src} in the type and the sizes of {@code self}. */
  private static Tensor copy(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    DType type = in.tensor("src").dtype();
    if (type.isFloatingPoint()) {
      result.setDoubles(ElementArrays.doubles(in, "src", type, result.shape()));
    } else {
      result.setLongs(ElementArrays.longs(in, "src", type, result.shape()));
    }
    return result;
  }
}
