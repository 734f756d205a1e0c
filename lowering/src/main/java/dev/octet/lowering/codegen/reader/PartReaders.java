package dev.octet.lowering.codegen.reader;

import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.op.Argument;
import java.util.ArrayList;
import java.util.List;

/** Tensors put together along a new dimension, taken apart along one, and put into another. */
final class PartReaders {
  private PartReaders() {}

  static void register(Operators operators) {
    operators.add(PartReaders::stacked, "aten.stack.default");
    operators.add(
        (in, i) -> {
          int dim = in.dimension("dim", i.size() + 1);
          return in.element("self", inserted(i, dim, Affine.of(in.result)));
        },
        "aten.unbind.int");
    operators.add(
        (in, i) -> {
          int dim = in.dimension("dim", i.size());
          long index = in.integer("index");
          long at = index < 0 ? index + in.shape("self")[dim] : index;
          List<Affine> place = new ArrayList<>(i);
          place.remove(dim);
          return within(in, i, dim, at, at + 1, place);
        },
        "aten.select_scatter.default");
    operators.add(PartReaders::sliceReplaced, "aten.slice_scatter.default");
  }

  private static List<Affine> inserted(List<Affine> index, int dim, Affine at) {
    List<Affine> place = new ArrayList<>(index);
    place.add(dim, at);
    return place;
  }

  private static List<Affine> replaced(List<Affine> index, int dim, Affine at) {
    List<Affine> place = new ArrayList<>(index);
    place.set(dim, at);
    return place;
  }

  private static Expr stacked(ElementCall in, List<Affine> index) {
    int dim = in.dimension("dim", index.size());
    Affine at = index.get(dim);
    List<Affine> place = new ArrayList<>(index);
    place.remove(dim);
    List<Value> parts = in.tensors("tensors");
    Expr result = null;
    for (int p = (int) Math.min(at.max(), parts.size() - 1); p >= at.min(); p--) {
      Expr element =
          in.conversions.number(
              in.conversions.convert(
                  in.body.read(parts.get(p), place),
                  BodyReader.dtype(parts.get(p)),
                  in.resultType()));
      result = result == null ? element : in.pool.select(in.isBelow(at, p + 1), element, result);
    }
    if (result == null) {
      throw new IllegalStateException("an index outside of what was stacked: " + at);
    }
    return truthOrNumber(in, result);
  }

  private static Expr sliceReplaced(ElementCall in, List<Affine> index) {
    int dim = in.dimension("dim", index.size());
    long size = in.shape("self")[dim];
    if (in.integer("step") != 1) {
      throw new DeclinedException("puts elements apart from each other");
    }
    long start = in.raw("start") instanceof Argument.None ? 0 : in.integer("start");
    long from = Math.clamp(start < 0 ? start + size : start, 0, size);
    long length = in.shape("src")[dim];
    Affine inside = index.get(dim).plus(-from);
    Affine at = Affine.max(Affine.ZERO, Affine.min(inside, Affine.of(Math.max(length - 1, 0))));
    return within(in, index, dim, from, from + length, replaced(index, dim, at));
  }

  /** What lies from {@code begin} to {@code end} comes from {@code src}, the rest stays. */
  private static Expr within(
      ElementCall in, List<Affine> index, int dim, long begin, long end, List<Affine> place) {
    Affine at = index.get(dim);
    if (at.max() < begin || at.min() >= end) {
      return in.element("self", index);
    }
    Expr put =
        in.conversions.number(
            in.conversions.convert(in.element("src", place), in.dtypeOf("src"), in.resultType()));
    Expr kept = in.conversions.number(in.element("self", index));
    return truthOrNumber(in, in.within(at, begin, end, put, kept));
  }

  private static Expr truthOrNumber(ElementCall in, Expr value) {
    return in.resultType().isBool() ? ComparisonReaders.truth(in, value) : value;
  }
}
