package dev.octet.lowering.codegen.reader;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An element of an interpolation: one dimension after the other, the first spatial one innermost,
 * as the reference evaluator has it.
 *
 * @param input the parameter that is resized
 * @param axes its spatial dimensions
 */
record ResizedElement(ElementCall in, String input, ImmutableList<ResizedAxis> axes) {
  /** Of the kernel of Keys. */
  private static final double A = -0.75;

  Expr at(List<Affine> index) {
    return along(index.size() - 1, index);
  }

  /** An element of what is resized in the dimensions up to the given one. */
  private Expr along(int dim, List<Affine> place) {
    if (dim < 2) {
      return in.conversions.number(in.element(input, place));
    }
    if (in.shape(input)[dim] == 1) {
      return along(dim - 1, with(place, dim, Affine.ZERO));
    }
    Affine at = place.get(dim);
    Expr result = null;
    // From the last line backwards; each that the index may lie on becomes a choice.
    for (DigitalLine line : axes.get(dim - 2).pixels().reverse()) {
      if (at.max() >= line.begin() && at.min() < line.end()) {
        Expr value = along(dim, place, line);
        result = result == null ? value : choice(at, line.end(), value, result);
      }
    }
    return Objects.requireNonNull(result);
  }

  private Expr choice(Affine at, long end, Expr below, Expr above) {
    in.body.requests().bound(at, end);
    Expr isBelow =
        in.apply(Operation.LESS, in.pool.fromIndex(at), in.pool.i32(Math.toIntExact(end)));
    return in.pool.select(isBelow, below, above);
  }

  private Expr along(int dim, List<Affine> place, DigitalLine line) {
    ResizedAxis axis = axes.get(dim - 2);
    Affine at = place.get(dim);
    Affine pixel = line.at(at);
    if (axis.isExact()) {
      in.body.requests().division(line.dividend(at), line.run());
      return along(dim - 1, with(place, dim, pixel));
    }
    List<Expr> weights = weights(axis.mode(), axis.rest(in, at, pixel));
    Affine last = Affine.of(in.shape(input)[dim] - 1);
    Expr sum = null;
    for (int t = 0; t < weights.size(); t++) {
      Affine tap = pixel.plus(t - (weights.size() / 2 - 1));
      Affine inside = Affine.max(Affine.ZERO, Affine.min(tap, last));
      Expr value = along(dim - 1, with(place, dim, inside));
      Expr weight = weights.get(t);
      sum =
          sum == null
              ? in.functions.multiply(weight, value)
              : in.functions.multiplyAdd(weight, value, sum);
    }
    return Objects.requireNonNull(sum);
  }

  private static List<Affine> with(List<Affine> place, int dim, Affine at) {
    List<Affine> changed = new ArrayList<>(place);
    changed.set(dim, at);
    return changed;
  }

  /** Weights of the pixels around a position, half of which lie in front of it. */
  private List<Expr> weights(ResizedAxis.Mode mode, Expr t) {
    Functions f = in.functions;
    Expr u = f.subtract(f.like(t, 1), t);
    if (mode == ResizedAxis.Mode.LINEAR) {
      return List.of(u, t);
    }
    Expr product = f.multiply(f.multiply(t, u), f.like(t, A));
    return List.of(f.multiply(product, u), near(t), near(u), f.multiply(product, t));
  }

  /** The weight of a pixel not farther than 1. */
  private Expr near(Expr distance) {
    Functions f = in.functions;
    Expr slope = f.multiplyAdd(f.like(distance, A + 2), distance, f.like(distance, -(A + 3)));
    return f.multiplyAdd(slope, f.multiply(distance, distance), f.like(distance, 1));
  }
}
