package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements that move along dimensions and come in again at the other side. Loops are cut where that
 * happens, so that each part is a plain copy.
 */
final class RollReaders {
  private RollReaders() {}

  static void register(Operators operators) {
    operators.add(RollReaders::rolled, "aten.roll.default");
  }

  private static Expr rolled(ElementCall in, List<Affine> index) {
    long[] shape = in.shape("self");
    long[] shifts = in.longs("shifts");
    long[] dims = in.longs("dims");
    if (shape.length == 0) {
      return in.element("self", index);
    }
    if (dims.length == 0) {
      if (shape.length != 1 || shifts.length != 1) {
        throw new DeclinedException("rolls a tensor as if it had one dimension");
      }
      dims = new long[] {0};
    }
    long[] steps = new long[shape.length];
    for (int i = 0; i < dims.length; i++) {
      int dim = (int) Math.floorMod(dims[i], (long) shape.length);
      steps[dim] = Math.floorMod(shifts[i], shape[dim]);
    }
    Expr element = rolled(in, index, steps, 0);
    return in.resultType().isBool() ? ComparisonReaders.truth(in, element) : element;
  }

  /** Dimensions before {@code dim} are those of the operand already. */
  private static Expr rolled(ElementCall in, List<Affine> index, long[] steps, int dim) {
    if (dim == steps.length) {
      return in.conversions.number(in.element("self", index));
    }
    if (steps[dim] == 0) {
      return rolled(in, index, steps, dim + 1);
    }
    Affine at = index.get(dim);
    long size = in.shape("self")[dim];
    long step = steps[dim];
    Affine entered = Affine.min(at.plus(size - step), Affine.of(size - 1));
    Affine moved = Affine.max(at.plus(-step), Affine.ZERO);
    if (at.min() >= step) {
      return rolled(in, with(index, dim, moved), steps, dim + 1);
    }
    if (at.max() < step) {
      return rolled(in, with(index, dim, entered), steps, dim + 1);
    }
    in.body.requests().bound(at, step);
    return in.pool.select(
        in.apply(Operation.LESS, in.pool.fromIndex(at), in.pool.i32(Math.toIntExact(step))),
        rolled(in, with(index, dim, entered), steps, dim + 1),
        rolled(in, with(index, dim, moved), steps, dim + 1));
  }

  private static List<Affine> with(List<Affine> index, int dim, Affine at) {
    List<Affine> place = new ArrayList<>(index);
    place.set(dim, at);
    return place;
  }
}
