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

/** Operators that put tensors together, and those that bring a list of tensors to one shape. */
final class JoinTypes {
  private JoinTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        JoinTypes::concatenated,
        "aten.cat.default",
        "aten.concat.default",
        "aten.concatenate.default");
    rules.add(JoinTypes::stacked, "aten.stack.default");
    rules.add(in -> joined(in, 1), "aten.hstack.default");
    rules.add(in -> joined(in, 2), "aten.vstack.default", "aten.row_stack.default");
    rules.add(in -> joined(in, 3), "aten.dstack.default");
    rules.add(JoinTypes::columns, "aten.column_stack.default");
    rules.add(JoinTypes::grid, "aten.meshgrid.default", "aten.meshgrid.indexing");
    rules.add(JoinTypes::broadcast, "aten.broadcast_tensors.default");
  }

  private static DType promoted(List<TensorType> tensors) {
    return tensors.stream().map(TensorType::dtype).reduce(Promotion::common).orElseThrow();
  }

  private static List<TensorType> tensors(TypeArguments in) {
    List<TensorType> tensors = in.tensors("tensors");
    if (tensors.isEmpty()) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: an empty list of tensors", in.op().name()));
    }
    return tensors;
  }

  private static List<ValueType> concatenated(TypeArguments in) {
    List<TensorType> tensors = tensors(in);
    List<TensorType> counted = tensors.stream().filter(t -> !isLegacyEmpty(t)).toList();
    DType dtype = promoted(tensors);
    if (counted.isEmpty()) {
      return List.of(TensorType.of(dtype, 0));
    }
    int dimension = in.dimension("dim", counted.getFirst().rank());
    return List.of(joined(in, counted.stream().map(TensorType::sizes).toList(), dtype, dimension));
  }

  /**
   * A vector without elements, which a concatenation passes over whatever the shape of the others.
   */
  static boolean isLegacyEmpty(TensorType type) {
    return type.rank() == 1 && type.size(0).equals(SymInt.ZERO);
  }

  private static TensorType joined(
      TypeArguments in, List<? extends List<SymInt>> shapes, DType dtype, int dimension) {
    List<SymInt> first = shapes.getFirst();
    if (first.isEmpty()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: tensors without dimensions cannot be concatenated",
              in.op().name()));
    }
    List<SymInt> along = new ArrayList<>();
    for (List<SymInt> shape : shapes) {
      if (shape.size() != first.size()) {
        throw new InputException(
            String.format(Locale.ROOT, "%s: shapes %s differ in rank", in.op().name(), shapes));
      }
      along.add(shape.get(dimension));
      Sizes.requireEqual(in, "a tensor", shape, Sizes.with(first, dimension, shape.get(dimension)));
    }
    return new TensorType(dtype, Sizes.with(first, dimension, Sizes.sum(along)));
  }

  private static List<ValueType> stacked(TypeArguments in) {
    List<TensorType> tensors = tensors(in);
    TensorType first = tensors.getFirst();
    int dimension = in.dimension("dim", first.rank() + 1);
    for (TensorType tensor : tensors) {
      Sizes.requireEqual(in, "a tensor", tensor.sizes(), first.sizes());
    }
    List<SymInt> sizes = new ArrayList<>(first.sizes());
    sizes.add(dimension, SymInt.of(tensors.size()));
    return List.of(new TensorType(promoted(tensors), sizes));
  }

  /**
   * {@code hstack}, {@code vstack}, {@code dstack}: brought to at least 1, 2 or 3 dimensions, then
   * joined along the last of these.
   */
  private static List<ValueType> joined(TypeArguments in, int rank) {
    List<TensorType> tensors = tensors(in);
    List<List<SymInt>> shapes = tensors.stream().map(t -> raised(t.sizes(), rank)).toList();
    boolean vectors = shapes.getFirst().size() == 1;
    int dimension = rank == 1 ? (vectors ? 0 : 1) : rank == 2 ? 0 : 2;
    return List.of(joined(in, shapes, promoted(tensors), dimension));
  }

  /**
   * Sizes in at least {@code rank} dimensions: a vector is a row, or the middle of three; a matrix
   * the first two of three.
   */
  private static List<SymInt> raised(List<SymInt> sizes, int rank) {
    if (sizes.size() >= rank) {
      return sizes;
    }
    if (rank == 3 && !sizes.isEmpty()) {
      List<SymInt> result = new ArrayList<>(Sizes.padded(sizes, 2));
      result.add(SymInt.ONE);
      return result;
    }
    return Sizes.padded(sizes, rank);
  }

  private static List<ValueType> columns(TypeArguments in) {
    List<TensorType> tensors = tensors(in);
    List<List<SymInt>> shapes =
        tensors.stream()
            .map(t ->
                t.rank() > 1
                    ? (List<SymInt>) t.sizes()
                    : List.of(Sizes.product(t.sizes()), SymInt.ONE))
            .toList();
    return List.of(joined(in, shapes, promoted(tensors), 1));
  }

  private static List<ValueType> grid(TypeArguments in) {
    List<TensorType> tensors = tensors(in);
    List<SymInt> sizes = new ArrayList<>();
    for (TensorType tensor : tensors) {
      if (tensor.rank() > 1 || tensor.dtype() != tensors.getFirst().dtype()) {
        throw new InputException(
            String.format(
                Locale.ROOT, "%s: %s, expected vectors of one type", in.op().name(), tensors));
      }
      sizes.add(Sizes.product(tensor.sizes()));
    }
    if (in.has("indexing") && in.string("indexing").equals("xy") && sizes.size() > 1) {
      Collections.swap(sizes, 0, 1);
    }
    return Collections.nCopies(tensors.size(), new TensorType(tensors.getFirst().dtype(), sizes));
  }

  private static List<ValueType> broadcast(TypeArguments in) {
    List<TensorType> tensors = in.tensors("tensors");
    List<SymInt> sizes = Broadcasting.sizes(tensors);
    return List.copyOf(tensors.stream().map(t -> t.withSizes(sizes)).toList());
  }
}
