package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Operators that read at positions given by index tensors or masks. */
public final class IndexTypes {
  private IndexTypes() {}

  static void register(TypeRules rules) {
    rules.add(IndexTypes::indexed, "aten.index.Tensor", "aten._unsafe_index.Tensor");
    rules.add(IndexTypes::selected, "aten.index_select.default");
    rules.add(IndexTypes::gathered, "aten.gather.default");
    rules.add(
        in -> List.of(in.tensor("self").withSizes(in.tensor("index").sizes())),
        "aten.take.default");
    rules.add(IndexTypes::takenAlong, "aten.take_along_dim.default");
    rules.add(
        in -> {
          Broadcasting.sizes(in, "self", "mask");
          return List.of(in.tensor("self").withSizes(List.of(DataDependent.integer(in))));
        },
        "aten.masked_select.default");
    rules.add(
        in ->
            List.of(
                new TensorType(
                    DType.INT64,
                    List.of(DataDependent.integer(in), SymInt.of(in.tensor("self").rank())))),
        "aten.nonzero.default");
    rules.add(
        in ->
            List.of(
                new TensorType(
                    DType.INT64, List.of(in.symInt("size"), SymInt.of(in.tensor("self").rank())))),
        "aten.nonzero_static.default");
    rules.add(IndexTypes::positions, "aten.where.default");
    rules.add(in -> List.of(found(in, in.tensor("self").sizes())), "aten.bucketize.Tensor");
    rules.add(in -> List.of(found(in, List.of())), "aten.bucketize.Scalar");
    rules.add(IndexTypes::embedded, "aten.embedding.default");
    rules.add(IndexTypes::oneHot, "aten.one_hot.default");
  }

  /**
   * Where the index dimensions go: in place of the indexed dimensions if these are adjacent, else
   * to the front.
   *
   * @param given for each entry whether it is an index
   * @param widths for each entry how many dimensions of the operand it covers
   */
  public static int insertion(List<Boolean> given, List<Integer> widths) {
    int first = given.indexOf(true);
    int last = given.lastIndexOf(true);
    if (given.subList(first, last + 1).contains(false)) {
      return 0;
    }
    return widths.subList(0, first).stream().mapToInt(Integer::intValue).sum();
  }

  private static List<ValueType> indexed(TypeArguments in) {
    TensorType self = in.tensor("self");
    List<Optional<TensorType>> indices = in.optionalTensors("indices");
    List<Boolean> given = indices.stream().map(Optional::isPresent).toList();
    if (!given.contains(true)) {
      return List.of(self.withSizes(self.sizes()));
    }
    List<Integer> widths = new ArrayList<>();
    List<SymInt> kept = new ArrayList<>();
    List<SymInt> positions = List.of();
    int dimension = 0;
    for (Optional<TensorType> index : indices) {
      int width = index.filter(IndexTypes::isMask).map(TensorType::rank).orElse(1);
      if (dimension + width > self.rank()) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: more indices %s than dimensions of %s",
                in.op().name(),
                indices,
                self));
      }
      if (index.isEmpty()) {
        kept.add(self.size(dimension));
      } else {
        checkIndex(in, self, dimension, index.get());
        positions =
            Broadcasting.sizes(
                positions,
                isMask(index.get()) ? List.of(DataDependent.integer(in)) : index.get().sizes());
      }
      widths.add(width);
      dimension += width;
    }
    kept.addAll(self.sizes().subList(dimension, self.rank()));
    kept.addAll(insertion(given, widths), positions);
    return List.of(self.withSizes(kept));
  }

  private static boolean isMask(TensorType index) {
    return index.dtype() == DType.BOOL || index.dtype() == DType.UINT8;
  }

  private static void checkIndex(
      TypeArguments in, TensorType self, int dimension, TensorType index) {
    if (isMask(index)) {
      Sizes.requireEqual(
          in, "a mask", index.sizes(), self.sizes().subList(dimension, dimension + index.rank()));
    } else if (!index.dtype().isInteger()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: an index of type %s, expected integers or bool",
              in.op().name(),
              index));
    }
  }

  private static List<ValueType> selected(TypeArguments in) {
    TensorType self = in.tensor("self");
    TensorType index = in.tensor("index");
    if (index.rank() > 1) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: index is %s, expected a vector", in.op().name(), index));
    }
    int dimension = in.dimension("dim", self.rank());
    return List.of(
        self.rank() == 0
            ? self
            : self.withSizes(Sizes.with(self.sizes(), dimension, Sizes.product(index.sizes()))));
  }

  private static List<ValueType> gathered(TypeArguments in) {
    TensorType self = in.tensor("self");
    TensorType index = in.tensor("index");
    in.dimension("dim", self.rank());
    if (Math.max(index.rank(), 1) != Math.max(self.rank(), 1)) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: index %s and self %s differ in rank", in.op().name(), index, self));
    }
    return List.of(self.withSizes(index.sizes()));
  }

  private static List<ValueType> takenAlong(TypeArguments in) {
    TensorType self = in.tensor("self");
    TensorType indices = in.tensor("indices");
    if (in.isNone("dim")) {
      return List.of(self.withSizes(List.of(Sizes.product(indices.sizes()))));
    }
    int dimension = in.dimension("dim", self.rank());
    if (indices.rank() != self.rank()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: indices %s and self %s differ in rank",
              in.op().name(),
              indices,
              self));
    }
    List<SymInt> sizes =
        Broadcasting.sizes(
            Sizes.with(self.sizes(), dimension, SymInt.ONE),
            Sizes.with(indices.sizes(), dimension, SymInt.ONE));
    return List.of(self.withSizes(Sizes.with(sizes, dimension, indices.size(dimension))));
  }

  private static List<ValueType> positions(TypeArguments in) {
    TensorType one = new TensorType(DType.INT64, List.of(DataDependent.integer(in)));
    return Collections.nCopies(Math.max(in.tensor("condition").rank(), 1), one);
  }

  private static TensorType found(TypeArguments in, List<SymInt> sizes) {
    if (in.tensor("boundaries").rank() != 1) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: boundaries are %s, expected a vector",
              in.op().name(),
              in.tensor("boundaries")));
    }
    return new TensorType(in.bool("out_int32") ? DType.INT32 : DType.INT64, sizes);
  }

  private static List<ValueType> embedded(TypeArguments in) {
    TensorType weight = in.tensor("weight");
    TensorType indices = in.tensor("indices");
    if (weight.rank() != 2 || !indices.dtype().isInteger()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: weight %s, indices %s; expected a matrix and integers",
              in.op().name(),
              weight,
              indices));
    }
    List<SymInt> sizes = new ArrayList<>(indices.sizes());
    sizes.add(weight.size(1));
    return List.of(weight.withSizes(sizes));
  }

  private static List<ValueType> oneHot(TypeArguments in) {
    TensorType self = in.tensor("self");
    List<SymInt> sizes = new ArrayList<>(self.sizes());
    sizes.add(
        in.integer("num_classes") < 0
            ? DataDependent.integer(in)
            : SymInt.of(in.integer("num_classes")));
    return List.of(new TensorType(DType.INT64, sizes));
  }
}
