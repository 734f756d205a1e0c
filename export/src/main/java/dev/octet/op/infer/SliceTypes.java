package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Operators that take part of a tensor out, or put it back in. */
final class SliceTypes {
  private SliceTypes() {}

  static void register(TypeRules rules) {
    rules.add(SliceTypes::selected, "aten.select.int");
    rules.add(in -> List.of(sliced(in)), "aten.slice.Tensor");
    rules.add(
        SliceTypes::narrowed,
        "aten.narrow.default",
        "aten.narrow_copy.default",
        "aten.narrow.Tensor");
    rules.add(in -> List.of(diagonal(in)), "aten.diagonal.default");
    rules.add(SliceTypes::diag, "aten.diag.default");
    rules.add(SliceTypes::embedded, "aten.diag_embed.default");
    rules.add(SliceTypes::windows, "aten.unfold.default");
    rules.add(
        SliceTypes::triangle,
        "aten.tril.default",
        "aten.tril_.default",
        "aten.triu.default",
        "aten.triu_.default");
    rules.add(in -> scattered(in, sliced(in)), "aten.slice_scatter.default");
    rules.add(
        in -> scattered(in, (TensorType) selected(in).getFirst()), "aten.select_scatter.default");
    rules.add(in -> scattered(in, diagonal(in)), "aten.diagonal_scatter.default");
  }

  private static List<ValueType> selected(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 1);
    int dimension = in.dimension("dim", self.rank());
    SymInt index = in.symInt("index");
    SymInt size = self.size(dimension);
    if (index.isConstant()
        && size.isConstant()
        && (index.constant() >= size.constant() || index.constant() < -size.constant())) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: index %s lies outside dimension %d of %s",
              in.op().name(),
              index,
              dimension,
              self));
    }
    return List.of(self.withSizes(Sizes.without(self.sizes(), dimension)));
  }

  private static TensorType sliced(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 1);
    int dimension = in.dimension("dim", self.rank());
    SymInt size = self.size(dimension);
    SymInt step = in.symInt("step");
    if (step.isConstant() && step.constant() < 1) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: step %s, expected at least 1", in.op().name(), step));
    }
    SymInt start = in.optionalSymInt("start").orElse(SymInt.ZERO);
    SymInt end = in.optionalSymInt("end").orElse(SymInt.of(Long.MAX_VALUE));
    return self.withSizes(
        Sizes.with(self.sizes(), dimension, Sizes.sliceLength(start, end, size, step)));
  }

  private static List<ValueType> narrowed(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 1);
    int dimension = in.dimension("dim", self.rank());
    SymInt length = in.symInt("length");
    SymInt size = self.size(dimension);
    if (!in.isTensor("start")
        && length.isConstant()
        && size.isConstant()
        && in.symInt("start").isConstant()) {
      long given = in.symInt("start").constant();
      long start = given < 0 ? given + size.constant() : given;
      if (start < 0 || length.constant() < 0 || length.constant() > size.constant() - start) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: start %d and length %s lie outside dimension %d of %s",
                in.op().name(),
                given,
                length,
                dimension,
                self));
      }
    }
    return List.of(self.withSizes(Sizes.with(self.sizes(), dimension, length)));
  }

  private static TensorType diagonal(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 2);
    int first = in.dimension("dim1", self.rank());
    int second = in.dimension("dim2", self.rank());
    if (first == second) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: dim1 and dim2 are both %d", in.op().name(), first));
    }
    List<SymInt> sizes = new ArrayList<>();
    for (int i = 0; i < self.rank(); i++) {
      if (i != first && i != second) {
        sizes.add(self.size(i));
      }
    }
    sizes.add(diagonalLength(self.size(first), self.size(second), in.integer("offset")));
    return self.withSizes(sizes);
  }

  private static SymInt diagonalLength(SymInt rows, SymInt columns, long offset) {
    return (offset >= 0 ? rows.min(columns.subtract(offset)) : rows.add(offset).min(columns))
        .max(0);
  }

  private static List<ValueType> diag(TypeArguments in) {
    TensorType self = in.tensor("self");
    long offset = in.integer("diagonal");
    return switch (self.rank()) {
      case 1 -> {
        SymInt size = self.size(0).add(Math.abs(offset));
        yield List.of(self.withSizes(List.of(size, size)));
      }
      case 2 ->
          List.of(self.withSizes(List.of(diagonalLength(self.size(0), self.size(1), offset))));
      default ->
          throw new InputException(
              String.format(
                  Locale.ROOT, "%s: self is %s, expected 1 or 2 dimensions", in.op().name(), self));
    };
  }

  private static List<ValueType> embedded(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 1);
    int rank = self.rank() + 1;
    int first = in.dimension("dim1", rank);
    int second = in.dimension("dim2", rank);
    if (first == second) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: dim1 and dim2 are both %d", in.op().name(), first));
    }
    SymInt size = self.size(-1).add(Math.abs(in.integer("offset")));
    List<SymInt> sizes = new ArrayList<>(self.sizes().subList(0, self.rank() - 1));
    sizes.add(Math.min(first, second), size);
    sizes.add(Math.max(first, second), size);
    return List.of(self.withSizes(sizes));
  }

  private static List<ValueType> windows(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 1);
    int dimension = in.dimension("dimension", self.rank());
    long size = in.integer("size");
    long step = in.integer("step");
    SymInt available = self.size(dimension);
    if (size < 0 || step < 1 || (available.isConstant() && available.constant() < size)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: windows of size %d, step %d over dimension %d of %s",
              in.op().name(),
              size,
              step,
              dimension,
              self));
    }
    List<SymInt> sizes =
        Sizes.with(self.sizes(), dimension, available.subtract(size).floorDivide(step).add(1));
    sizes.add(SymInt.of(size));
    return List.of(self.withSizes(sizes));
  }

  private static List<ValueType> triangle(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 2);
    return List.of(self.withSizes(self.sizes()));
  }

  private static List<ValueType> scattered(TypeArguments in, TensorType part) {
    Sizes.requireEqual(in, "src", in.tensor("src").sizes(), part.sizes());
    return List.of(in.tensor("self").withSizes(in.tensor("self").sizes()));
  }
}
