package dev.octet.lowering.onednn;

import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.kernel.PerDimension;
import dev.octet.op.Convolution;
import dev.octet.op.TransposedConvolution;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Strides, paddings and the like, as the library counts them: an element for each spatial
 * dimension.
 *
 * @param dilation elements left out between two taps
 * @param before what is added in front of the image; cut off the result if transposed
 * @param after what is added behind it, only as far as windows reach
 */
record ConvolutionWindow(
    boolean transposed,
    List<Long> stride,
    List<Long> dilation,
    List<Long> before,
    List<Long> after,
    long groups) {

  /** That of a convolution whose weight is constant. */
  static ConvolutionWindow of(Contraction product) {
    int dimensions = product.input().value().tensorType().rank() - 2;
    return switch (product.anchor().op()) {
      case Convolution op -> {
        List<Long> stride = PerDimension.spread(op.stride(), dimensions);
        List<Long> dilation = PerDimension.spread(op.dilation(), dimensions);
        List<Long> before = PerDimension.spread(op.padding(), dimensions);
        List<Long> after = after(product, stride, dilation, before);
        yield new ConvolutionWindow(false, stride, gaps(dilation), before, after, op.groups());
      }
      case TransposedConvolution op -> {
        List<Long> before = PerDimension.spread(op.padding(), dimensions);
        List<Long> extra = PerDimension.spread(op.outputPadding(), dimensions);
        yield new ConvolutionWindow(
            true,
            PerDimension.spread(op.stride(), dimensions),
            gaps(PerDimension.spread(op.dilation(), dimensions)),
            before,
            IntStream.range(0, dimensions).mapToObj(i -> before.get(i) - extra.get(i)).toList(),
            op.groups());
      }
      default -> throw new IllegalStateException(product.anchor() + " is no convolution");
    };
  }

  private static List<Long> gaps(List<Long> dilation) {
    return dilation.stream().map(d -> d - 1).toList();
  }

  /** The library checks sizes exactly: behind the image, only what the windows reach. */
  private static List<Long> after(
      Contraction product, List<Long> stride, List<Long> dilation, List<Long> before) {
    Shape in = product.input().value().tensorType().shape();
    Shape out = product.result().tensorType().shape();
    Shape kernel = product.weight().tensor().orElseThrow().shape();
    List<Long> after = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      long reach = (kernel.size(i + 2) - 1) * dilation.get(i) + 1;
      after.add((out.size(i + 2) - 1) * stride.get(i) + reach - in.size(i + 2) - before.get(i));
    }
    return after;
  }

  int dimensions() {
    return stride.size();
  }

  /** From the first tap to the last. */
  private long reach(Shape kernel, int dimension) {
    return (kernel.size(dimension + 2) - 1) * (dilation.get(dimension) + 1);
  }

  /**
   * True if a dimension of the image is not longer than what is added at one of its ends; for a
   * transposed convolution, at those of the image that a plain one reads.
   */
  boolean addsAsMuchAs(Shape image, Shape kernel) {
    return IntStream.range(0, dimensions())
        .anyMatch(i -> {
          long reach = reach(kernel, i);
          long first = transposed ? reach - before.get(i) : before.get(i);
          long last = transposed ? reach - after.get(i) : after.get(i);
          return Math.max(first, last) >= image.size(i + 2);
        });
  }

  /**
   * True if it pads the image, steps over rows, and no row is reached by two windows one below the
   * other; the last dimension holds the elements of a row.
   */
  boolean padsAndSharesNoRows(Shape kernel) {
    boolean apart =
        IntStream.range(0, dimensions() - 1)
            .anyMatch(i -> stride.get(i) > Math.max(1, reach(kernel, i)));
    return apart && before.stream().anyMatch(count -> count > 0);
  }

  /** True if there are elements of the result for which nothing of the image is read. */
  boolean readsNothing(Shape image, Shape result, Shape kernel) {
    return IntStream.range(0, dimensions())
        .anyMatch(i ->
            LongStream.range(0, result.size(i + 2))
                .anyMatch(at ->
                    LongStream.range(0, kernel.size(i + 2))
                        .noneMatch(tap -> reads(i, at, tap, image.size(i + 2)))));
  }

  /** True if an element of the result is, in one dimension, a product of a tap with the image. */
  private boolean reads(int dimension, long at, long tap, long size) {
    long step = stride.get(dimension);
    long offset = tap * (dilation.get(dimension) + 1);
    if (!transposed) {
      long read = at * step - before.get(dimension) + offset;
      return read >= 0 && read < size;
    }
    long spread = at + before.get(dimension) - offset;
    return spread >= 0 && spread % step == 0 && spread / step < size;
  }
}
