package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import java.util.ArrayList;
import java.util.List;

/** Windows of an image side by side as columns ({@code unfold}), and back ({@code fold}). */
final class ColumnReaders {
  private ColumnReaders() {}

  static void register(Operators operators) {
    operators.add(ColumnReaders::columns, "aten.im2col.default");
    operators.add(ColumnReaders::image, "aten.col2im.default");
  }

  /**
   * Row {@code (c·h + i)·w + j} of the columns holds channel c, and of each window of h by w its
   * element at i and j.
   */
  private static Expr columns(ElementCall in, List<Affine> index) {
    long[] shape = in.shape("self");
    int rank = shape.length;
    Axis vertical = Axis.of(in, 0, shape[rank - 2]);
    Axis horizontal = Axis.of(in, 1, shape[rank - 1]);
    long window = vertical.kernel * horizontal.kernel;
    List<Affine> batch = index.subList(0, index.size() - 2);
    Affine row = index.get(batch.size());
    Affine column = index.getLast();
    Affine inWindow = in.remainder(row, window);
    Affine y =
        vertical.place(
            in.quotient(column, horizontal.windows()), in.quotient(inWindow, horizontal.kernel));
    Affine x =
        horizontal.place(
            in.remainder(column, horizontal.windows()), in.remainder(inWindow, horizontal.kernel));
    List<Affine> place = new ArrayList<>(batch);
    place.add(in.quotient(row, window));
    place.add(vertical.inside(y));
    place.add(horizontal.inside(x));
    Expr element = in.conversions.number(in.element("self", place));
    return horizontal.orZero(in, x, vertical.orZero(in, y, element));
  }

  /** Only of windows that lie side by side: where they overlap, several elements are added. */
  private static Expr image(ElementCall in, List<Affine> index) {
    int rank = index.size();
    long[] sizes = in.longs("output_size");
    Axis vertical = Axis.of(in, 0, sizes[0]);
    Axis horizontal = Axis.of(in, 1, sizes[1]);
    if (!vertical.isTiled() || !horizontal.isTiled()) {
      throw new DeclinedException("adds windows that overlap or leave gaps");
    }
    Affine y = index.get(rank - 2);
    Affine x = index.get(rank - 1);
    List<Affine> place = new ArrayList<>(index.subList(0, rank - 3));
    place.add(
        index
            .get(rank - 3)
            .times(vertical.kernel * horizontal.kernel)
            .plus(in.remainder(y, vertical.kernel), horizontal.kernel)
            .plus(in.remainder(x, horizontal.kernel)));
    place.add(
        in.quotient(x, horizontal.kernel)
            .plus(in.quotient(y, vertical.kernel), horizontal.windows()));
    return in.element("self", place);
  }

  /** One dimension of the image, and where windows lie on it. */
  private record Axis(long size, long kernel, long dilation, long padding, long stride) {
    static Axis of(ElementCall in, int axis, long size) {
      return new Axis(
          size,
          in.longs("kernel_size")[axis],
          in.longs("dilation")[axis],
          in.longs("padding")[axis],
          in.longs("stride")[axis]);
    }

    long windows() {
      return (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
    }

    boolean isTiled() {
      return padding == 0 && dilation == 1 && stride == kernel && size % kernel == 0;
    }

    /** Where an element of a window lies on the padded axis. */
    Affine place(Affine window, Affine element) {
      return window.times(stride).plus(element, dilation);
    }

    Affine inside(Affine place) {
      return padding == 0
          ? place
          : Affine.max(Affine.ZERO, Affine.min(place.plus(-padding), Affine.of(size - 1)));
    }

    Expr orZero(ElementCall in, Affine place, Expr element) {
      return in.within(place, padding, padding + size, element, in.functions.like(element, 0));
    }
  }
}
