package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Operators that put dimensions, or elements along a dimension, into another order. */
public final class PermutationTypes {
  private PermutationTypes() {}

  static void register(TypeRules rules) {
    rules.add(in -> permuted(in, in.longs("dims")), "aten.permute.default");
    rules.add(
        in -> swapped(in, in.integer("dim0"), in.integer("dim1")),
        "aten.transpose.int",
        "aten.transpose_.default");
    rules.add(
        in -> swapped(in, in.integer("dim0"), in.integer("dim1")),
        "aten.swapdims.default",
        "aten.swapdims_.default");
    rules.add(
        in -> swapped(in, in.integer("axis0"), in.integer("axis1")),
        "aten.swapaxes.default",
        "aten.swapaxes_.default");
    rules.add(PermutationTypes::matrixTransposed, "aten.t.default", "aten.t_.default");
    rules.add(in -> swapped(in, -2, -1), "aten.mT.default");
    rules.add(PermutationTypes::reversed, "aten.numpy_T.default");
    rules.add(
        in -> moved(in, List.of(in.integer("source")), List.of(in.integer("destination"))),
        "aten.movedim.int",
        "aten.moveaxis.int");
    rules.add(
        in -> moved(in, in.longs("source"), in.longs("destination")),
        "aten.movedim.intlist",
        "aten.moveaxis.intlist");
    rules.add(PermutationTypes::flipped, "aten.flip.default");
    rules.add(in -> unchanged(in, 2), "aten.fliplr.default");
    rules.add(in -> unchanged(in, 1), "aten.flipud.default");
    rules.add(PermutationTypes::rolled, "aten.roll.default");
    rules.add(PermutationTypes::turned, "aten.rot90.default");
    rules.add(
        in -> unchanged(in, 3),
        "aten.channel_shuffle.default",
        "aten.native_channel_shuffle.default");
    rules.add(PermutationTypes::shuffled, "aten.pixel_shuffle.default");
    rules.add(PermutationTypes::unshuffled, "aten.pixel_unshuffle.default");
  }

  /** For each dimension of the result of {@code movedim} the dimension of the operand. */
  public static List<Integer> moves(int rank, List<Integer> source, List<Integer> destination) {
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      if (!source.contains(i)) {
        rest.add(i);
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int place = destination.indexOf(i);
      order.add(place >= 0 ? source.get(place) : rest.removeFirst());
    }
    return order;
  }

  private static List<ValueType> permuted(TypeArguments in, List<Long> dims) {
    TensorType self = in.tensor("self");
    List<Integer> order = dims.stream().map(d -> in.dimension("dims", d, self.rank())).toList();
    if (order.size() != self.rank() || order.stream().distinct().count() != self.rank()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: dims %s are no permutation of the dimensions of %s",
              in.op().name(),
              dims,
              self));
    }
    return List.of(self.withSizes(order.stream().map(self::size).toList()));
  }

  private static List<ValueType> swapped(TypeArguments in, long first, long second) {
    TensorType self = in.tensor("self");
    int a = in.dimension("dim0", first, self.rank());
    int b = in.dimension("dim1", second, self.rank());
    List<SymInt> sizes = new ArrayList<>(self.sizes());
    if (self.rank() > 0) {
      Collections.swap(sizes, a, b);
    }
    return List.of(self.withSizes(sizes));
  }

  private static List<ValueType> matrixTransposed(TypeArguments in) {
    if (in.tensor("self").rank() > 2) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: self is %s, expected at most 2 dimensions",
              in.op().name(),
              in.tensor("self")));
    }
    return reversed(in);
  }

  private static List<ValueType> reversed(TypeArguments in) {
    return List.of(in.tensor("self").withSizes(in.tensor("self").sizes().reverse()));
  }

  private static List<ValueType> moved(
      TypeArguments in, List<Long> source, List<Long> destination) {
    TensorType self = in.tensor("self");
    List<Integer> from = source.stream().map(d -> in.dimension("source", d, self.rank())).toList();
    List<Integer> to =
        destination.stream().map(d -> in.dimension("destination", d, self.rank())).toList();
    boolean distinct =
        from.stream().distinct().count() == from.size()
            && to.stream().distinct().count() == to.size();
    if (from.size() != to.size() || !distinct) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: source %s and destination %s do not pair up",
              in.op().name(),
              source,
              destination));
    }
    if (self.rank() == 0) {
      return List.of(self);
    }
    return List.of(self.withSizes(moves(self.rank(), from, to).stream().map(self::size).toList()));
  }

  private static List<ValueType> unchanged(TypeArguments in, int rank) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, rank);
    return List.of(self.withSizes(self.sizes()));
  }

  private static List<ValueType> flipped(TypeArguments in) {
    TensorType self = in.tensor("self");
    if (!in.longs("dims").isEmpty()) {
      Sizes.dimensions(in, "dims", self.rank());
    }
    return List.of(self.withSizes(self.sizes()));
  }

  private static List<ValueType> rolled(TypeArguments in) {
    TensorType self = in.tensor("self");
    List<Long> dims = in.longs("dims");
    int shifts = in.symInts("shifts").size();
    dims.forEach(d -> in.dimension("dims", d, self.rank()));
    if (shifts == 0 || (dims.isEmpty() ? shifts != 1 : shifts != dims.size())) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: %d shifts for dims %s", in.op().name(), shifts, dims));
    }
    return List.of(self.withSizes(self.sizes()));
  }

  private static List<ValueType> turned(TypeArguments in) {
    TensorType self = in.tensor("self");
    if (in.longs("dims").size() != 2 || Sizes.dimensions(in, "dims", self.rank()).size() != 2) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: dims %s, expected two dimensions",
              in.op().name(),
              in.longs("dims")));
    }
    return in.integer("k") % 2 == 0
        ? List.of(self.withSizes(self.sizes()))
        : swapped(in, in.longs("dims").get(0), in.longs("dims").get(1));
  }

  private static List<ValueType> shuffled(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 3);
    long factor = factor(in, "upscale_factor");
    List<SymInt> sizes = new ArrayList<>(self.sizes().subList(0, self.rank() - 3));
    sizes.add(divided(in, self.size(-3), factor * factor));
    sizes.add(self.size(-2).multiply(factor));
    sizes.add(self.size(-1).multiply(factor));
    return List.of(self.withSizes(sizes));
  }

  private static List<ValueType> unshuffled(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 3);
    long factor = factor(in, "downscale_factor");
    List<SymInt> sizes = new ArrayList<>(self.sizes().subList(0, self.rank() - 3));
    sizes.add(self.size(-3).multiply(factor * factor));
    sizes.add(divided(in, self.size(-2), factor));
    sizes.add(divided(in, self.size(-1), factor));
    return List.of(self.withSizes(sizes));
  }

  private static long factor(TypeArguments in, String parameter) {
    long factor = in.integer(parameter);
    if (factor < 1 || factor > 1 << 20) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: %s is %d, expected 1 or more", in.op().name(), parameter, factor));
    }
    return factor;
  }

  private static SymInt divided(TypeArguments in, SymInt size, long divisor) {
    if (size.isConstant() && size.constant() % divisor != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: size %s is no multiple of %d", in.op().name(), size, divisor));
    }
    return size.floorDivide(divisor);
  }
}
