package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sums, means, variances and truth over dimensions. */
final class ReductionReaders {
  private ReductionReaders() {}

  static void register(Operators operators) {
    operators.add((in, i) -> in.finish(sum(in, i)), "aten.sum.default", "aten.sum.dim_IntList");
    operators.add(
        (in, i) -> {
          Expr sum = sum(in, i);
          return in.finish(in.functions.divide(sum, in.functions.like(sum, (double) count(in))));
        },
        "aten.mean.default",
        "aten.mean.dim");
    operators.add(
        (in, i) -> in.finish(variance(in, i)),
        "aten.var.default",
        "aten.var.dim",
        "aten.var.correction");
    operators.add(
        (in, i) -> in.finish(in.apply(Operation.SQUARE_ROOT, variance(in, i))),
        "aten.std.default",
        "aten.std.dim",
        "aten.std.correction");
    operators.add(
        (in, i) -> in.finish(in.result == 1 ? mean(in, i) : variance(in, i)),
        "aten.var_mean.default",
        "aten.var_mean.dim",
        "aten.var_mean.correction");
    operators.add(
        (in, i) ->
            in.finish(
                in.result == 1 ? mean(in, i) : in.apply(Operation.SQUARE_ROOT, variance(in, i))),
        "aten.std_mean.default",
        "aten.std_mean.dim",
        "aten.std_mean.correction");
    operators.add(
        (in, i) -> truth(in, i, Expr.Combine.MAXIMUM),
        "aten.any.default",
        "aten.any.dim",
        "aten.any.dims");
    operators.add(
        (in, i) -> truth(in, i, Expr.Combine.MINIMUM),
        "aten.all.default",
        "aten.all.dim",
        "aten.all.dims");
  }

  /** Which dimensions of {@code self} are reduced. */
  static boolean[] along(ElementCall in) {
    long[] shape = in.shape("self");
    long[] named = in.has("dim") ? in.longs("dim") : new long[0];
    boolean[] along = new boolean[shape.length];
    Arrays.fill(along, named.length == 0);
    for (long dim : named) {
      if (shape.length > 0) {
        along[(int) Math.floorMod(dim, (long) shape.length)] = true;
      }
    }
    return along;
  }

  private static long count(ElementCall in) {
    long[] shape = in.shape("self");
    boolean[] along = along(in);
    long count = 1;
    for (int d = 0; d < shape.length; d++) {
      count *= along[d] ? shape[d] : 1;
    }
    return count;
  }

  /** The index into the operand, 0 in the dimensions that are reduced. */
  static List<Affine> kept(ElementCall in, List<Affine> index) {
    boolean[] along = along(in);
    boolean keep = in.has("keepdim") && in.bool("keepdim");
    List<Affine> place = new ArrayList<>();
    int next = 0;
    for (int d = 0; d < along.length; d++) {
      if (along[d]) {
        place.add(Affine.ZERO);
        next += keep ? 1 : 0;
      } else {
        place.add(index.get(next++));
      }
    }
    return place;
  }

  private static Expr sum(ElementCall in, List<Affine> index) {
    DType from = in.dtypeOf("self");
    DType type = in.resultType();
    return over(
        in,
        in.shape("self"),
        along(in),
        kept(in, index),
        Expr.Combine.SUM,
        true,
        place ->
            in.conversions.number(in.conversions.convert(in.element("self", place), from, type)));
  }

  private static Expr variance(ElementCall in, List<Affine> index) {
    DType type = in.dtypeOf("self");
    if (!type.isFloatingPoint()) {
      throw new DeclinedException("the variance of integers is not defined");
    }
    long count = count(in);
    double correction =
        in.has("correction")
            ? in.isNone("correction") ? 1 : in.real("correction")
            : in.bool("unbiased") ? 1 : 0;
    Function<List<Affine>, Expr> element = place -> in.element("self", place);
    Expr squares = squares(in, in.shape("self"), along(in), kept(in, index), element, count);
    return in.functions.divide(
        squares, in.functions.like(squares, Math.max(count - correction, 0)));
  }

  private static Expr mean(ElementCall in, List<Affine> index) {
    Function<List<Affine>, Expr> element = place -> in.element("self", place);
    return mean(in, in.shape("self"), along(in), kept(in, index), element, count(in));
  }

  /** Whether any element, or each, is other than zero. */
  private static Expr truth(ElementCall in, List<Affine> index, Expr.Combine combine) {
    if (in.op().name().overload().equals("dims")
        && !in.isNone("dim")
        && in.longs("dim").length == 0) {
      throw new DeclinedException("an empty list of dimensions names none here, all elsewhere");
    }
    Expr found =
        over(
            in,
            in.shape("self"),
            along(in),
            kept(in, index),
            combine,
            false,
            place ->
                in.conversions.number(
                    ComparisonReaders.truth(in, in.conversions.number(in.element("self", place)))));
    return in.finish(found);
  }

  /** The mean of a lane of elements. */
  static Expr mean(
      ElementCall in,
      long[] shape,
      boolean[] along,
      List<Affine> kept,
      Function<List<Affine>, Expr> element,
      long count) {
    Expr sum = once(in, shape, along, kept, Expr.Combine.SUM, true, "mean", element);
    return in.functions.divide(sum, in.functions.like(sum, (double) count));
  }

  /** The sum of the squared distances from the mean. */
  static Expr squares(
      ElementCall in,
      long[] shape,
      boolean[] along,
      List<Affine> kept,
      Function<List<Affine>, Expr> element,
      long count) {
    Expr mean = mean(in, shape, along, kept, element, count);
    return squaresAroundZero(
        in, shape, along, kept, place -> in.functions.subtract(element.apply(place), mean));
  }

  /** The sum of the squares. */
  static Expr squaresAroundZero(
      ElementCall in,
      long[] shape,
      boolean[] along,
      List<Affine> kept,
      Function<List<Affine>, Expr> element) {
    return once(
        in,
        shape,
        along,
        kept,
        Expr.Combine.SUM,
        true,
        "squares",
        place -> {
          Expr x = element.apply(place);
          return in.functions.multiply(x, x);
        });
  }

  /** The same as {@link #over}, but computed once however often the call asks for it. */
  static Expr once(
      ElementCall in,
      long[] shape,
      boolean[] along,
      List<Affine> kept,
      Expr.Combine combine,
      boolean wide,
      String what,
      Function<List<Affine>, Expr> element) {
    List<Object> key = List.of(in.node, what, combine, kept);
    Expr found = in.body.reductions.get(key);
    if (found == null) {
      found = over(in, shape, along, kept, combine, wide, element);
      in.body.reductions.put(key, found);
    }
    return found;
  }

  /**
   * A reduction over some dimensions of an operand.
   *
   * @param kept the index into the operand; what stands in the reduced dimensions does not count
   * @param element reads an element of the operand
   */
  static Expr over(
      ElementCall in,
      long[] shape,
      boolean[] along,
      List<Affine> kept,
      Expr.Combine combine,
      boolean wide,
      Function<List<Affine>, Expr> element) {
    long[] sizes = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      sizes[d] = along[d] ? shape[d] : 1;
    }
    Domain domain = Domain.over(in.pool, sizes);
    while (true) {
      List<Affine> place = new ArrayList<>(kept);
      for (int d = 0; d < shape.length; d++) {
        if (along[d]) {
          place.set(d, domain.index().get(d));
        }
      }
      Requests outside = in.body.exchange(new Requests());
      Expr body = element.apply(place);
      Requests wanted = in.body.exchange(outside);
      Domain current = domain;
      outside.addThoseOfOthers(wanted, current.loops());
      for (Map.Entry<LoopVariable, Long> split : wanted.splits().entrySet()) {
        if (current.loops().contains(split.getKey()) && domain.equals(current)) {
          domain = domain.split(in.pool, split.getKey(), split.getValue());
        }
      }
      if (domain.equals(current)) {
        return in.pool.reduce(
            combine,
            wide,
            domain.loops().stream()
                .map(v -> new Expr.Range(v, Affine.ZERO, Affine.of(v.extent())))
                .toList(),
            body);
      }
    }
  }
}
