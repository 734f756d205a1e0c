package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Normalization of groups of channels, and of single channels, by their own statistics.
 *
 * <p>The loop over channels becomes one over groups and one over the channels of a group, so that
 * statistics are computed once for each group, before the loops inside it:
 *
 * <pre>{@code
 * for n, group:
 *   mean = sum of x[n, group · 4 + channel, …] over channel, … / count
 *   for channel, …:
 *     y[n, group · 4 + channel, …] = (x[n, group · 4 + channel, …] − mean) · …
 * }</pre>
 */
final class GroupNormalizationReaders {
  private GroupNormalizationReaders() {}

  static void register(Operators operators) {
    operators.add((in, i) -> groups(in, i, in.integer("num_groups")), "aten.group_norm.default");
    operators.add((in, i) -> groups(in, i, in.integer("group")), "aten.native_group_norm.default");
    operators.add(
        (in, i) ->
            in.bool("use_input_stats")
                ? groups(in, i, in.shape("input")[1])
                : NormalizationReaders.byRunningStatistics(in, i),
        "aten.instance_norm.default");
  }

  private static Expr groups(ElementCall in, List<Affine> index, long groups) {
    long[] shape = in.shape("input");
    long channels = shape[1] / groups;
    // Batch, groups, channels of a group, and what follows them.
    long[] divided = new long[shape.length + 1];
    divided[0] = shape[0];
    divided[1] = groups;
    divided[2] = channels;
    System.arraycopy(shape, 2, divided, 3, shape.length - 2);
    boolean[] along = new boolean[divided.length];
    Arrays.fill(along, 2, along.length, true);
    long count = Arrays.stream(divided).skip(2).reduce(1, (a, b) -> a * b);
    Function<List<Affine>, Expr> element = place -> in.element("input", joined(place, channels));
    boolean statistic = in.result > 0;
    List<Affine> kept = kept(in, index, channels, statistic, divided.length);
    Expr mean = ReductionReaders.mean(in, divided, along, kept, element, count);
    if (in.result == 1) {
      return in.finish(mean);
    }
    Expr squares = ReductionReaders.squares(in, divided, along, kept, element, count);
    Expr variance = in.functions.divide(squares, in.functions.like(squares, (double) count));
    Expr inverse = NormalizationReaders.inverseRoot(in, variance, in.real("eps"));
    if (in.result == 2) {
      return in.finish(inverse);
    }
    Expr distance = in.functions.subtract(in.element("input", index), mean);
    Expr normal = in.functions.multiply(distance, inverse);
    return in.finish(NormalizationReaders.scaled(in, normal, List.of(index.get(1))));
  }

  /** The index of an element as batch, channel, …. */
  private static List<Affine> joined(List<Affine> place, long channels) {
    List<Affine> joined = new ArrayList<>(place);
    Affine channel = joined.remove(2);
    joined.set(1, place.get(1).times(channels).plus(channel));
    return joined;
  }

  /** Batch and group of what is asked for, 0 in the dimensions that are reduced. */
  private static List<Affine> kept(
      ElementCall in, List<Affine> index, long channels, boolean statistic, int rank) {
    Affine group = index.get(1);
    if (!statistic) {
      in.body.requests().division(group, channels);
      group = Affine.floorDivide(group, channels);
    }
    List<Affine> kept = new ArrayList<>(List.of(index.get(0), group));
    while (kept.size() < rank) {
      kept.add(Affine.ZERO);
    }
    return kept;
  }
}
