package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/** Arithmetic on lists of sizes, which may be symbolic, that several families need. */
final class Sizes {
  private Sizes() {}

  static SymInt product(List<SymInt> sizes) {
    return sizes.stream().reduce(SymInt.ONE, SymInt::multiply);
  }

  static SymInt sum(List<SymInt> sizes) {
    return sizes.stream().reduce(SymInt.ZERO, SymInt::add);
  }

  /**
   * Requested sizes for as many elements as {@code sizes} have; −1 stands for what the others
   * leave.
   */
  static List<SymInt> reshaped(TypeArguments in, List<SymInt> sizes, List<SymInt> requested) {
    SymInt minusOne = SymInt.of(-1);
    int open = requested.indexOf(minusOne);
    List<SymInt> result = new ArrayList<>(requested);
    SymInt elements = product(sizes);
    if (open >= 0) {
      result.remove(open);
      if (result.contains(minusOne)) {
        throw new InputException(
            String.format(
                Locale.ROOT, "%s: sizes %s have more than one -1", in.op().name(), requested));
      }
      SymInt others = product(result);
      if (others.equals(SymInt.ZERO)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: -1 in sizes %s is not determined, because another size is 0",
                in.op().name(),
                requested));
      }
      result.add(open, elements.floorDivide(others));
    }
    SymInt given = product(result);
    if (elements.isConstant() && given.isConstant() && !given.equals(elements)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %s elements of shape %s do not fit into %s",
              in.op().name(),
              elements,
              sizes,
              requested));
    }
    return result;
  }

  /**
   * Sizes that an expanded tensor takes: −1 keeps a size, a size of 1 stretches, new dimensions
   * come first.
   */
  static List<SymInt> expanded(TypeArguments in, List<SymInt> sizes, List<SymInt> requested) {
    int added = requested.size() - sizes.size();
    if (added < 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: shape %s has more dimensions than the %s asked for",
              in.op().name(),
              sizes,
              requested));
    }
    List<SymInt> result = new ArrayList<>();
    for (int i = 0; i < requested.size(); i++) {
      SymInt wanted = requested.get(i);
      boolean keep = wanted.equals(SymInt.of(-1));
      if (i < added) {
        if (keep) {
          throw new InputException(
              String.format(
                  Locale.ROOT,
                  "%s: -1 in %s stands for a dimension that %s does not have",
                  in.op().name(),
                  requested,
                  sizes));
        }
        result.add(wanted);
        continue;
      }
      SymInt size = sizes.get(i - added);
      if (!keep
          && !size.equals(wanted)
          && size.isConstant()
          && wanted.isConstant()
          && !size.equals(SymInt.ONE)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: shape %s does not expand to %s, dimension %d",
                in.op().name(),
                sizes,
                requested,
                i));
      }
      result.add(keep ? size : wanted);
    }
    return result;
  }

  /**
   * The dimensions that a reduction names, each once, sorted; None or an empty list names all of
   * them.
   */
  static SortedSet<Integer> dimensions(TypeArguments in, String parameter, int rank) {
    List<Long> named = in.longs(parameter);
    SortedSet<Integer> result = new TreeSet<>();
    if (named.isEmpty()) {
      for (int i = 0; i < rank; i++) {
        result.add(i);
      }
    }
    for (long index : named) {
      int dimension = in.dimension(parameter, index, rank);
      if (!result.add(dimension)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: dimension %d appears twice in '%s'",
                in.op().name(),
                dimension,
                parameter));
      }
    }
    return result;
  }

  /** What a reduction over some dimensions leaves: size 1 if they are kept, else nothing. */
  static List<SymInt> reduced(List<SymInt> sizes, SortedSet<Integer> dimensions, boolean keep) {
    List<SymInt> result = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      if (!dimensions.contains(i)) {
        result.add(sizes.get(i));
      } else if (keep) {
        result.add(SymInt.ONE);
      }
    }
    return result;
  }

  /** The sizes with another size for one dimension. */
  static List<SymInt> with(List<SymInt> sizes, int dimension, SymInt size) {
    List<SymInt> result = new ArrayList<>(sizes);
    result.set(dimension, size);
    return result;
  }

  /** The sizes without one dimension. */
  static List<SymInt> without(List<SymInt> sizes, int dimension) {
    List<SymInt> result = new ArrayList<>(sizes);
    result.remove(dimension);
    return result;
  }

  /** The sizes with ones in front up to a rank. */
  static List<SymInt> padded(List<SymInt> sizes, int rank) {
    List<SymInt> result =
        new ArrayList<>(Collections.nCopies(Math.max(rank - sizes.size(), 0), SymInt.ONE));
    result.addAll(sizes);
    return result;
  }

  /**
   * How many elements a slice takes. Negative bounds count from the end; both are then held between
   * 0 and the size. A bound that is itself symbolic counts as inside unless its form shows
   * otherwise: a program that slices by a computed size has a guard for it.
   */
  static SymInt sliceLength(SymInt start, SymInt end, SymInt size, SymInt step) {
    boolean toTheEnd = end.equals(SymInt.of(Long.MAX_VALUE)) || end.equals(size);
    if (start.isConstant() && toTheEnd) {
      SymInt length = start.constant() < 0 ? size.min(start.negate()) : size.subtract(start).max(0);
      return length.ceilDivide(step);
    }
    SymInt from = bound(start, size);
    SymInt length = (toTheEnd ? size : bound(end, size)).subtract(from);
    boolean shown = start.isConstant() && end.isConstant();
    return (shown || below(length, SymInt.ZERO) ? length.max(0) : length).ceilDivide(step);
  }

  private static SymInt bound(SymInt value, SymInt size) {
    if (value.isConstant()) {
      return value.constant() < 0 ? value.add(size).max(0) : value.min(size);
    }
    return below(value, SymInt.ZERO) ? value.add(size).max(0) : below(size, value) ? size : value;
  }

  /** True if the forms of the expressions show that {@code a < b}. */
  private static boolean below(SymInt a, SymInt b) {
    OptionalLong max = a.subtract(b).bounds().max();
    return max.isPresent() && max.getAsLong() < 0;
  }

  /** Refuses a static size that is not the expected one. */
  static void requireEqual(
      TypeArguments in, String what, List<SymInt> found, List<SymInt> expected) {
    boolean same = found.size() == expected.size();
    for (int i = 0; same && i < found.size(); i++) {
      same =
          !found.get(i).isConstant()
              || !expected.get(i).isConstant()
              || found.get(i).equals(expected.get(i));
    }
    if (!same) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %s has shape %s, expected %s",
              in.op().name(),
              what,
              found,
              expected));
    }
  }

  /** Refuses a tensor of too low a rank. */
  static void requireRank(TypeArguments in, String parameter, TensorType type, int atLeast) {
    if (type.rank() < atLeast) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: '%s' is %s, expected at least %d dimensions",
              in.op().name(),
              parameter,
              type,
              atLeast));
    }
  }
}
