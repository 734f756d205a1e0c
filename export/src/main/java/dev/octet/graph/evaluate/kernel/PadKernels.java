package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Locale;

/** Padding with a constant, by reflection, by repeating the edge, and around the circle. */
final class PadKernels {
  /** Where an element outside the tensor is read. */
  private enum Border {
    REFLECT,
    REPLICATE,
    CIRCULAR;

    /** The position inside for one from −before to size + after. */
    long inside(long position, long size) {
      return switch (this) {
        case REFLECT ->
            position < 0 ? -position : position >= size ? 2 * (size - 1) - position : position;
        case REPLICATE -> Math.clamp(position, 0, Math.max(size - 1, 0));
        case CIRCULAR -> Math.floorMod(position, size);
      };
    }

    /** Whether a size allows as much padding at one end. */
    boolean allows(long padding, long size) {
      return switch (this) {
        case REFLECT -> padding < size || padding <= 0;
        case REPLICATE -> size > 0;
        case CIRCULAR -> padding <= size;
      };
    }
  }

  private PadKernels() {}

  static void register(Kernels kernels) {
    kernels.add(in -> constant(in, in.number("value")), "aten.constant_pad_nd.default");
    kernels.add(PadKernels::byMode, "aten.pad.default");
    kernels.add(in -> bordered(in, in.longs("pad"), Border.CIRCULAR), "aten._pad_circular.default");
    for (int rank = 1; rank <= 3; rank++) {
      kernels.add(
          in -> bordered(in, in.longs("padding"), Border.REFLECT),
          "aten.reflection_pad" + rank + "d.default");
      kernels.add(
          in -> bordered(in, in.longs("padding"), Border.REPLICATE),
          "aten.replication_pad" + rank + "d.default");
    }
  }

  private static Tensor byMode(KernelArguments in) {
    return switch (in.string("mode")) {
      case "constant" -> constant(in, in.isNone("value") ? (Object) 0L : in.number("value"));
      case "reflect" -> bordered(in, in.longs("pad"), Border.REFLECT);
      case "replicate" -> bordered(in, in.longs("pad"), Border.REPLICATE);
      case "circular" -> bordered(in, in.longs("pad"), Border.CIRCULAR);
      case String mode ->
          throw new InputException(
              String.format(
                  Locale.ROOT,
                  "%s: mode '%s', expected constant, reflect, replicate or circular",
                  in.op().name(),
                  mode));
    };
  }

  private static Tensor constant(KernelArguments in, Object value) {
    Tensor self = in.tensor("self");
    Tensor result = in.allocateResult(0);
    StridedView to = StridedView.of(result);
    StridedView.of(ElementArrays.scalar(value, result.dtype()))
        .expand(result.shape().toArray())
        .copyTo(to);
    StridedView from = StridedView.of(self);
    long[] pad = in.longs("pad");
    for (int i = 0; i < pad.length / 2; i++) {
      int dimension = self.shape().rank() - 1 - i;
      long before = pad[2 * i];
      long count = self.shape().size(dimension) + Math.min(before, 0) + Math.min(pad[2 * i + 1], 0);
      if (count <= 0) {
        return result;
      }
      from = from.slice(dimension, Math.max(-before, 0), count);
      to = to.slice(dimension, Math.max(before, 0), count);
    }
    from.copyTo(to);
    return result;
  }

  /**
   * One dimension after the other, the last first; each is a copy of the inside and of single
   * slices.
   */
  private static Tensor bordered(KernelArguments in, long[] pad, Border border) {
    Tensor current = in.tensor("self");
    for (int i = 0; i < pad.length / 2; i++) {
      int dimension = current.shape().rank() - 1 - i;
      long before = pad[2 * i];
      long[] sizes = current.shape().toArray();
      long size = sizes[dimension];
      check(in, border, size, before, pad[2 * i + 1]);
      sizes[dimension] += before + pad[2 * i + 1];
      current = padded(in, current, dimension, before, sizes, border);
    }
    DType dtype = current.dtype();
    return pad.length == 0
        ? ViewKernels.copied(current, in.allocate(dtype, current.shape()))
        : current;
  }

  private static Tensor padded(
      KernelArguments in, Tensor current, int dimension, long before, long[] sizes, Border border) {
    Tensor next = in.allocate(current.dtype(), Shape.of(sizes));
    StridedView from = StridedView.of(current);
    StridedView to = StridedView.of(next);
    long size = from.size(dimension);
    long start = Math.max(before, 0);
    long count = Math.max(Math.min(sizes[dimension], size + before) - start, 0);
    from.slice(dimension, start - before, count).copyTo(to.slice(dimension, start, count));
    for (long k = 0; k < sizes[dimension]; k++) {
      if (k < start || k >= start + count) {
        from.select(dimension, border.inside(k - before, size)).copyTo(to.select(dimension, k));
      }
    }
    return next;
  }

  private static void check(KernelArguments in, Border border, long size, long before, long after) {
    boolean fits = border.allows(Math.max(before, after), size);
    if (!fits) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: padding of %d and %d is too much for size %d",
              in.op().name(),
              before,
              after,
              size));
    }
  }
}
