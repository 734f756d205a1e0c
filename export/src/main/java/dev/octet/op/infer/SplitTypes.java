package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Operators that cut a tensor along one dimension; each piece is one result. */
final class SplitTypes {
  private SplitTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        in -> even(in, in.symInt("split_size")), "aten.split.Tensor", "aten.unsafe_split.Tensor");
    rules.add(in -> exact(in, in.symInts("split_size")), "aten.split.sizes");
    rules.add(
        in -> exact(in, in.symInts("split_sizes")),
        "aten.split_with_sizes.default",
        "aten.unsafe_split_with_sizes.default");
    rules.add(SplitTypes::chunks, "aten.chunk.default", "aten.unsafe_chunk.default");
    rules.add(
        in -> sections(in, dimension(in), in.integer("sections")), "aten.tensor_split.sections");
    rules.add(in -> at(in, dimension(in), in.symInts("indices")), "aten.tensor_split.indices");
    rules.add(SplitTypes::decidedByData, "aten.tensor_split.tensor_indices_or_sections");
    String[] names = {"vsplit", "hsplit", "dsplit"};
    for (int i = 0; i < names.length; i++) {
      int axis = i;
      rules.add(
          in -> equal(in, axisOf(in, axis), in.integer("sections")), "aten." + names[i] + ".int");
      rules.add(
          in -> at(in, axisOf(in, axis), in.symInts("indices")), "aten." + names[i] + ".array");
    }
    rules.add(SplitTypes::unbound, "aten.unbind.int");
  }

  private static int dimension(TypeArguments in) {
    Sizes.requireRank(in, "self", in.tensor("self"), 1);
    return in.dimension("dim", in.tensor("self").rank());
  }

  /**
   * The dimension of {@code vsplit}, {@code hsplit}, {@code dsplit}; a vector is split horizontally
   * along its only one.
   */
  private static int axisOf(TypeArguments in, int axis) {
    TensorType self = in.tensor("self");
    if (axis == 1 && self.rank() == 1) {
      return 0;
    }
    Sizes.requireRank(in, "self", self, axis == 0 ? 2 : axis + 1);
    return axis;
  }

  private static List<ValueType> pieces(TypeArguments in, int dimension, List<SymInt> lengths) {
    TensorType self = in.tensor("self");
    List<ValueType> results = new ArrayList<>();
    for (SymInt length : lengths) {
      results.add(self.withSizes(Sizes.with(self.sizes(), dimension, length)));
    }
    return results;
  }

  private static List<ValueType> even(TypeArguments in, SymInt length) {
    int dimension = dimension(in);
    SymInt size = in.tensor("self").size(dimension);
    boolean whole = size.equals(length) || size.equals(SymInt.ZERO);
    if (length.isConstant()
        && (length.constant() < 0 || (length.constant() == 0 && !size.equals(SymInt.ZERO)))) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: pieces of size %s of %s",
              in.op().name(),
              length,
              in.tensor("self")));
    }
    long count = whole ? 1 : size.ceilDivide(length).constant();
    List<SymInt> lengths = new ArrayList<>();
    for (long i = 0; i < count - 1; i++) {
      lengths.add(length);
    }
    lengths.add(size.subtract(length.multiply(count - 1)));
    return pieces(in, dimension, lengths);
  }

  private static List<ValueType> exact(TypeArguments in, List<SymInt> lengths) {
    int dimension = dimension(in);
    SymInt total = Sizes.sum(lengths);
    SymInt size = in.tensor("self").size(dimension);
    if (total.isConstant() && size.isConstant() && !total.equals(size)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: pieces %s of dimension %d of %s",
              in.op().name(),
              lengths,
              dimension,
              in.tensor("self")));
    }
    return pieces(in, dimension, lengths);
  }

  private static List<ValueType> chunks(TypeArguments in) {
    int dimension = dimension(in);
    SymInt size = in.tensor("self").size(dimension);
    long chunks = in.integer("chunks");
    if (chunks < 1) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: %d chunks, expected at least 1", in.op().name(), chunks));
    }
    if (size.equals(SymInt.ZERO)) {
      return pieces(in, dimension, Collections.nCopies(Math.toIntExact(chunks), SymInt.ZERO));
    }
    // There may be fewer pieces than asked for, unless the size is a multiple of their number.
    return size.modulo(chunks).equals(SymInt.ZERO)
        ? pieces(
            in, dimension, Collections.nCopies(Math.toIntExact(chunks), size.floorDivide(chunks)))
        : even(in, SymInt.of(size.constant()).ceilDivide(chunks));
  }

  /** Pieces whose sizes differ by at most one, the larger ones first. */
  private static List<ValueType> sections(TypeArguments in, int dimension, long sections) {
    if (sections < 1) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: %d sections, expected at least 1", in.op().name(), sections));
    }
    SymInt size = in.tensor("self").size(dimension);
    List<SymInt> lengths = new ArrayList<>();
    for (long i = 0; i < sections; i++) {
      lengths.add(size.add(sections - 1 - i).floorDivide(sections));
    }
    return pieces(in, dimension, lengths);
  }

  private static List<ValueType> equal(TypeArguments in, int dimension, long sections) {
    SymInt size = in.tensor("self").size(dimension);
    if (size.isConstant() && (sections < 1 || size.constant() % sections != 0)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d sections of dimension %d of %s",
              in.op().name(),
              sections,
              dimension,
              in.tensor("self")));
    }
    return sections(in, dimension, sections);
  }

  /** Pieces between the given positions, as slices. */
  private static List<ValueType> at(TypeArguments in, int dimension, List<SymInt> positions) {
    SymInt size = in.tensor("self").size(dimension);
    List<SymInt> lengths = new ArrayList<>();
    SymInt start = SymInt.ZERO;
    for (SymInt position : positions) {
      lengths.add(Sizes.sliceLength(start, position, size, SymInt.ONE));
      start = position;
    }
    lengths.add(Sizes.sliceLength(start, size, size, SymInt.ONE));
    return pieces(in, dimension, lengths);
  }

  private static List<ValueType> decidedByData(TypeArguments in) {
    TensorType which = in.tensor("tensor_indices_or_sections");
    if (which.rank() != 1) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the number of pieces depends on data; give a vector of positions",
              in.op().name()));
    }
    int dimension = dimension(in);
    long count = which.size(0).constant() + 1;
    List<SymInt> lengths = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      lengths.add(SymInt.symbol("u" + i));
    }
    return pieces(in, dimension, lengths);
  }

  private static List<ValueType> unbound(TypeArguments in) {
    TensorType self = in.tensor("self");
    int dimension = dimension(in);
    TensorType piece = self.withSizes(Sizes.without(self.sizes(), dimension));
    return Collections.nCopies(Math.toIntExact(self.size(dimension).constant()), piece);
  }
}
