package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Operators that repeat elements, and the differences between neighbours. */
final class RepeatKernels {
  private RepeatKernels() {}

  static void register(Kernels kernels) {
    kernels.add(RepeatKernels::repeated, "aten.repeat.default", "aten.tile.default");
    kernels.add(RepeatKernels::interleaved, "aten.repeat_interleave.self_int");
    kernels.add(RepeatKernels::interleavedByData, "aten.repeat_interleave.self_Tensor");
    kernels.add(RepeatKernels::counted, "aten.repeat_interleave.Tensor");
    kernels.add(RepeatKernels::differences, "aten.diff.default");
  }

  /** Each dimension becomes two, of which the outer one repeats. */
  private static Tensor repeated(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    StridedView view = StridedView.of(in.tensor("self"));
    while (view.rank() < result.shape().rank()) {
      view = view.insert(0, 1, 0);
    }
    for (int i = view.rank() - 1; i >= 0; i--) {
      long size = view.size(i);
      view = view.insert(i, size == 0 ? 0 : result.shape().size(i) / size, 0);
    }
    return result.elements() == 0 ? result : view.copyInto(result);
  }

  private static Tensor interleaved(KernelArguments in) {
    Tensor self = in.tensor("self");
    Tensor result = in.allocateResult(0);
    StridedView view =
        in.isNone("dim") ? StridedView.of(self, self.elements()) : StridedView.of(self);
    int dimension = in.isNone("dim") ? 0 : in.dimension("dim", self.shape());
    return view.insert(view.rank() == 0 ? 0 : dimension + 1, in.integer("repeats"), 0)
        .copyInto(result);
  }

  private static Tensor interleavedByData(KernelArguments in) {
    Tensor self = in.tensor("self");
    boolean flat = in.isNone("dim") || self.shape().rank() == 0;
    StridedView from = flat ? StridedView.of(self, self.elements()) : StridedView.of(self);
    int dimension = flat ? 0 : in.dimension("dim", self.shape());
    long[] repeats = in.tensor("repeats").toLongArray();
    if (repeats.length == 1) {
      long[] same = new long[Math.toIntExact(from.size(dimension))];
      Arrays.fill(same, repeats[0]);
      repeats = same;
    }
    if (repeats.length != from.size(dimension)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d repeats for %d elements of dimension %d",
              in.op().name(),
              repeats.length,
              from.size(dimension),
              dimension));
    }
    long[] sizes = from.sizes();
    sizes[dimension] = total(in, repeats);
    Tensor result = in.allocate(self.dtype(), Shape.of(sizes));
    StridedView to = StridedView.of(result);
    long start = 0;
    for (int i = 0; i < repeats.length; i++) {
      from.select(dimension, i)
          .insert(dimension, repeats[i], 0)
          .copyTo(to.slice(dimension, start, repeats[i]));
      start += repeats[i];
    }
    return result;
  }

  private static long total(KernelArguments in, long[] repeats) {
    long total = 0;
    for (long count : repeats) {
      if (count < 0) {
        throw new InputException(
            String.format(
                Locale.ROOT, "%s: %d repeats, expected 0 or more", in.op().name(), count));
      }
      total = Math.addExact(total, count);
    }
    long declared = in.optionalInteger("output_size").orElse(total);
    if (declared != total) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: output_size is %d, the repeats add up to %d",
              in.op().name(),
              declared,
              total));
    }
    return total;
  }

  private static Tensor counted(KernelArguments in) {
    long[] repeats = in.tensor("repeats").toLongArray();
    // The result has the type of the counts.
    DType dtype = in.tensor("repeats").dtype();
    Tensor result = in.allocate(dtype, Shape.of(total(in, repeats)));
    long next = 0;
    for (int i = 0; i < repeats.length; i++) {
      for (long k = 0; k < repeats[i]; k++) {
        result.setLong(next++, i);
      }
    }
    return result;
  }

  private static Tensor differences(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    int dimension = in.dimension("dim", result.shape());
    StridedView parts = StridedView.of(joined(in, dimension, result.dtype()));
    long rows = result.elements() == 0 ? 0 : result.elements() / result.shape().size(dimension);
    int size = Math.toIntExact(parts.size(dimension));
    int last = parts.rank() - 1;
    long[] sizes = parts.move(dimension, last).sizes();
    Tensor lines =
        parts.move(dimension, last).copyInto(in.allocate(result.dtype(), Shape.of(sizes)));
    sizes[last] = result.shape().size(dimension);
    Tensor differences = in.allocate(result.dtype(), Shape.of(sizes));
    for (long row = 0; row < rows; row++) {
      difference(
          lines,
          row * size,
          size,
          Math.toIntExact(in.integer("n")),
          differences,
          row * sizes[last]);
    }
    return StridedView.of(differences).move(last, dimension).copyInto(result);
  }

  private static void difference(Tensor from, long start, int size, int times, Tensor to, long at) {
    Tensor line = Tensor.allocate(from.dtype(), Shape.of(size));
    StridedView.of(from, from.elements()).slice(0, start, size).copyInto(line);
    for (int n = 1; n <= times; n++) {
      for (int i = 0; i < size - n; i++) {
        if (line.dtype().isFloatingPoint()) {
          line.setDouble(i, line.getDouble(i + 1) - line.getDouble(i));
        } else {
          // Modulo 2 this is the exclusive or that truth values are compared with.
          line.setLong(i, line.getLong(i + 1) - line.getLong(i));
        }
      }
    }
    long count = Math.max(size - times, 0);
    StridedView.of(line)
        .slice(0, 0, count)
        .copyTo(StridedView.of(to, to.elements()).slice(0, at, count));
  }

  private static Tensor joined(KernelArguments in, int dimension, DType dtype) {
    List<Tensor> parts =
        Stream.of("prepend", "self", "append")
            .filter(p -> !in.isNone(p))
            .map(p -> Operands.as(in, dtype, in.tensor(p)))
            .toList();
    long[] sizes = in.tensor("self").shape().toArray();
    sizes[dimension] = parts.stream().mapToLong(p -> p.shape().size(dimension)).sum();
    Tensor whole = in.allocate(dtype, Shape.of(sizes));
    return JoinKernels.place(parts.stream().map(StridedView::of).toList(), whole, dimension);
  }
}
