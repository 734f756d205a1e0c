package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import java.util.ArrayList;
import java.util.List;

/** Padding with a constant; negative padding cuts off. */
final class PaddingReaders {
  private PaddingReaders() {}

  static void register(Operators operators) {
    operators.add(PaddingReaders::padded, "aten.constant_pad_nd.default");
  }

  static Expr padded(ElementCall in, List<Affine> index) {
    long[] shape = in.shape("self");
    long[] pads = in.longs("pad"); // in front and behind, the last dimension first
    List<Affine> place = new ArrayList<>(index);
    for (int p = 0; p < pads.length / 2; p++) {
      int dim = shape.length - 1 - p;
      Affine inside = index.get(dim).plus(-pads[2 * p]);
      place.set(dim, Affine.max(Affine.ZERO, Affine.min(inside, Affine.of(shape[dim] - 1))));
    }
    Expr result = in.conversions.number(in.element("self", place));
    Expr value =
        in.isNone("value") ? in.functions.like(result, 0) : in.literal("value", in.resultType());
    for (int p = 0; p < pads.length / 2; p++) {
      int dim = shape.length - 1 - p;
      long begin = pads[2 * p];
      result = in.within(index.get(dim), begin, begin + shape[dim], result, value);
    }
    return in.resultType().isBool() ? ComparisonReaders.truth(in, result) : result;
  }
}
