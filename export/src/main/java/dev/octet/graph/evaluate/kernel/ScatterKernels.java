package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Locale;

/**
 * Operators that write into a copy of {@code self} at the positions of an index tensor. Where
 * positions repeat, the writes happen in row-major order; sums are kept in the element type, as
 * PyTorch does.
 */
final class ScatterKernels {
  /** How a written value meets the one that is there. */
  enum Mode {
    REPLACE,
    SUM,
    PRODUCT,
    MEAN,
    MAXIMUM,
    MINIMUM;

    static Mode named(KernelArguments in) {
      return switch (in.string("reduce")) {
        case "add", "sum" -> SUM;
        case "multiply", "prod" -> PRODUCT;
        case "mean" -> MEAN;
        case "amax" -> MAXIMUM;
        case "amin" -> MINIMUM;
        case String name ->
            throw new InputException(
                String.format(Locale.ROOT, "%s: reduce '%s' is not known", in.op().name(), name));
      };
    }
  }

  private ScatterKernels() {}

  static void register(Kernels kernels) {
    kernels.add(in -> slices(in, Mode.SUM), "aten.index_add.default", "aten.index_add_.default");
    kernels.add(
        in -> slices(in, Mode.REPLACE), "aten.index_copy.default", "aten.index_copy_.default");
    kernels.add(
        ScatterKernels::filled,
        "aten.index_fill.int_Scalar",
        "aten.index_fill.int_Tensor",
        "aten.index_fill_.int_Scalar",
        "aten.index_fill_.int_Tensor");
    kernels.add(
        in -> scattered(in, in.tensor("src"), Mode.REPLACE),
        "aten.scatter.src",
        "aten.scatter_.src");
    kernels.add(
        in -> scattered(in, in.tensor("src"), Mode.SUM),
        "aten.scatter_add.default",
        "aten.scatter_add_.default");
    kernels.add(
        in -> scattered(in, in.tensor("src"), Mode.named(in)),
        "aten.scatter.reduce",
        "aten.scatter_.reduce");
    kernels.add(
        in -> scattered(in, value(in), Mode.REPLACE), "aten.scatter.value", "aten.scatter_.value");
    kernels.add(
        in -> scattered(in, value(in), Mode.named(in)),
        "aten.scatter.value_reduce",
        "aten.scatter_.value_reduce");
    kernels.add(ScatterKernels::reduced, "aten.scatter_reduce.two", "aten.scatter_reduce_.two");
    kernels.add(
        ScatterKernels::masked, "aten.masked_scatter.default", "aten.masked_scatter_.default");
  }

  /**
   * {@code to[i] = to[i] ∘ from[k]}, rounded to the element type; {@code MEAN} adds, the division
   * comes at the end.
   */
  static void combine(Mode mode, Tensor to, long i, Tensor from, long k) {
    if (to.dtype().isFloatingPoint()) {
      double a = to.getDouble(i);
      double b = from.getDouble(k);
      to.setDouble(
          i,
          switch (mode) {
            case REPLACE -> b;
            case SUM, MEAN -> a + b;
            case PRODUCT -> a * b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
          });
      return;
    }
    long a = to.getLong(i);
    long b = from.getLong(k);
    to.setLong(
        i,
        switch (mode) {
          case REPLACE -> b;
          case SUM, MEAN -> a + b;
          case PRODUCT -> a * b;
          case MAXIMUM -> Math.max(a, b);
          case MINIMUM -> Math.min(a, b);
        });
  }

  private static Tensor start(KernelArguments in) {
    return ViewKernels.copied(in.tensor("self"), in.allocateResult(0));
  }

  /** A tensor of at least one dimension, over the same memory. */
  private static Tensor raised(Tensor tensor) {
    return tensor.shape().rank() == 0 ? tensor.reshape(Shape.of(1)) : tensor;
  }

  private static Tensor slices(KernelArguments in, Mode mode) {
    Tensor result = start(in);
    Tensor target = raised(result);
    Tensor source = raised(in.tensor("source"));
    Tensor index = in.tensor("index");
    int dimension = in.dimension("dim", in.tensor("self").shape());
    if (source.shape().size(dimension) != index.elements()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d indices for source %s, dimension %d",
              in.op().name(),
              index.elements(),
              source,
              dimension));
    }
    Tensor factor =
        in.has("alpha")
            ? ElementArrays.scalar(in.number("alpha"), result.dtype())
            : Tensor.scalar(result.dtype(), 1L);
    StridedView from = StridedView.of(source);
    StridedView to = StridedView.of(target);
    Shape shape = Shape.of(to.select(dimension, 0).sizes());
    Tensor old = in.allocate(result.dtype(), shape);
    Tensor added = in.allocate(result.dtype(), shape);
    for (long i = 0; i < index.elements(); i++) {
      StridedView place =
          to.select(dimension, Operands.index(in, index.getLong(i), to.size(dimension)));
      StridedView value = from.select(dimension, i);
      if (mode == Mode.SUM) {
        place.copyInto(old);
        value.copyInto(added);
        for (long k = 0; k < old.elements(); k++) {
          combine(Mode.PRODUCT, added, k, factor, 0);
          combine(Mode.SUM, old, k, added, k);
        }
        value = StridedView.of(old);
      }
      value.copyTo(place);
    }
    return result;
  }

  private static Tensor value(KernelArguments in) {
    return ElementArrays.scalar(in.number("value"), in.tensor("self").dtype());
  }

  private static Tensor filled(KernelArguments in) {
    Tensor result = start(in);
    StridedView to = StridedView.of(raised(result));
    Tensor index = in.tensor("index");
    int dimension = in.dimension("dim", in.tensor("self").shape());
    StridedView value = StridedView.of(value(in));
    for (long i = 0; i < index.elements(); i++) {
      StridedView place =
          to.select(dimension, Operands.index(in, index.getLong(i), to.size(dimension)));
      value.expand(place.sizes()).copyTo(place);
    }
    return result;
  }

  /**
   * Writes the leading part of {@code source} that {@code index} covers; a source of one element
   * serves all.
   */
  private static Tensor scattered(KernelArguments in, Tensor source, Mode mode) {
    Tensor result = start(in);
    long[][] places = places(in, source);
    for (int i = 0; i < places[0].length; i++) {
      combine(mode, result, places[0][i], source, places[1][i]);
    }
    return result;
  }

  /** For each index where it writes in {@code self}, and where it reads in the source. */
  private static long[][] places(KernelArguments in, Tensor source) {
    Tensor self = raised(in.tensor("self"));
    Tensor index = raised(in.tensor("index"));
    if (index.elements() == 0) {
      return new long[2][0];
    }
    int dimension = in.dimension("dim", self.shape());
    Tensor values = raised(source);
    for (int d = 0; d < self.shape().rank(); d++) {
      boolean fits =
          index.shape().rank() == self.shape().rank()
              && (d == dimension || index.shape().size(d) <= self.shape().size(d));
      boolean enough =
          source.shape().rank() == 0
              || (values.shape().rank() == index.shape().rank()
                  && index.shape().size(d) <= values.shape().size(d));
      if (!fits || !enough) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: index %s does not fit self %s and source %s",
                in.op().name(),
                index,
                self,
                source));
      }
    }
    long[] to = GatherKernels.bases(index.shape(), self.shape(), dimension);
    long[] from =
        source.shape().rank() == 0
            ? new long[to.length]
            : GatherKernels.bases(index.shape(), values.shape(), -1);
    long stride = self.shape().contiguousStrides()[dimension];
    for (int i = 0; i < to.length; i++) {
      to[i] += Operands.index(in, index.getLong(i), self.shape().size(dimension)) * stride;
    }
    return new long[][] {to, from};
  }

  private static Tensor reduced(KernelArguments in) {
    Mode mode = Mode.named(in);
    boolean include = in.bool("include_self");
    Tensor source = in.tensor("src");
    Tensor result = start(in);
    long[][] places = places(in, source);
    long[] counts = new long[Math.toIntExact(result.elements())];
    for (int i = 0; i < places[0].length; i++) {
      long at = places[0][i];
      boolean first = counts[(int) at]++ == 0;
      combine(first && !include ? Mode.REPLACE : mode, result, at, source, places[1][i]);
    }
    for (int i = 0; mode == Mode.MEAN && i < counts.length; i++) {
      long count = counts[i] + (include ? 1 : 0);
      if (counts[i] > 0) {
        if (result.dtype().isFloatingPoint()) {
          result.setDouble(i, result.getDouble(i) / count);
        } else {
          result.setLong(i, Math.floorDiv(result.getLong(i), count));
        }
      }
    }
    return result;
  }

  private static Tensor masked(KernelArguments in) {
    long[] sizes = in.resultType(0).shape().toArray();
    Tensor result = StridedView.of(in.tensor("self")).expand(sizes).copyInto(in.allocateResult(0));
    Tensor mask = Operands.expanded(in, in.tensor("mask"), sizes);
    Tensor source = in.tensor("source");
    long next = 0;
    for (long i = 0; i < mask.elements(); i++) {
      if (mask.getLong(i) != 0) {
        if (next == source.elements()) {
          throw new InputException(
              String.format(
                  Locale.ROOT,
                  "%s: source %s has fewer elements than the mask selects",
                  in.op().name(),
                  source));
        }
        combine(Mode.REPLACE, result, i, source, next++);
      }
    }
    return result;
  }
}
