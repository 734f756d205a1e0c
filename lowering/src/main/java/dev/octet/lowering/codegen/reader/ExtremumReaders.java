package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.Operation;
import java.util.List;

/**
 * The largest and smallest elements over dimensions, and where the first of them stands. A NaN is
 * both.
 */
final class ExtremumReaders {
  private ExtremumReaders() {}

  static void register(Operators operators) {
    register(operators, Expr.Combine.MAXIMUM, "max");
    register(operators, Expr.Combine.MINIMUM, "min");
  }

  private static void register(Operators operators, Expr.Combine combine, String name) {
    operators.add(
        (in, i) -> in.finish(extremum(in, i, combine)),
        "aten.a" + name + ".default",
        "aten." + name + ".default");
    operators.add(
        (in, i) -> in.finish(in.result == 0 ? extremum(in, i, combine) : position(in, i, combine)),
        "aten." + name + ".dim");
    operators.add((in, i) -> in.finish(position(in, i, combine)), "aten.arg" + name + ".default");
  }

  private static Expr element(ElementCall in, List<Affine> place) {
    return in.conversions.number(in.element("self", place));
  }

  private static Expr extremum(ElementCall in, List<Affine> index, Expr.Combine combine) {
    return ReductionReaders.once(
        in,
        in.shape("self"),
        ReductionReaders.along(in),
        ReductionReaders.kept(in, index),
        combine,
        false,
        "extremum",
        place -> element(in, place));
  }

  /** The least of the positions of all elements that equal the extremum. */
  private static Expr position(ElementCall in, List<Affine> index, Expr.Combine combine) {
    long[] shape = in.shape("self");
    boolean[] along = ReductionReaders.along(in);
    long[] steps = new long[shape.length];
    long count = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      steps[d] = count;
      count *= along[d] ? shape[d] : 1;
    }
    if (count > Integer.MAX_VALUE) {
      throw new DeclinedException(
          "positions of more than 2^31 - 1 elements are no 32-bit integers");
    }
    Expr extremum = extremum(in, index, combine);
    Expr none = in.pool.i32((int) count);
    return ReductionReaders.over(
        in,
        shape,
        along,
        ReductionReaders.kept(in, index),
        Expr.Combine.MINIMUM,
        false,
        place -> {
          Expr element = element(in, place);
          Affine position = Affine.ZERO;
          for (int d = 0; d < along.length; d++) {
            position = along[d] ? position.plus(place.get(d), steps[d]) : position;
          }
          Expr equal = in.apply(Operation.EQUAL, element, extremum);
          Expr found =
              in.dtypeOf("self").isFloatingPoint()
                  ? in.apply(Operation.OR, equal, in.apply(Operation.NOT_EQUAL, element, element))
                  : equal;
          return in.pool.select(found, in.pool.fromIndex(position), none);
        });
  }
}
