package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Operators that give the same elements in the same order another shape. */
final class ViewTypes {
  private ViewTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        in -> reshaped(in, in.symInts("size")), "aten.view.default", "aten._unsafe_view.default");
    rules.add(in -> reshaped(in, in.symInts("shape")), "aten.reshape.default");
    rules.add(
        in -> reshaped(in, in.tensor("other").sizes()),
        "aten.view_as.default",
        "aten.reshape_as.default");
    rules.add(ViewTypes::reinterpreted, "aten.view.dtype");
    rules.add(ViewTypes::flatten, "aten.flatten.using_ints");
    rules.add(in -> reshaped(in, List.of(SymInt.of(-1))), "aten.ravel.default");
    rules.add(ViewTypes::unflatten, "aten.unflatten.int");
    rules.add(in -> squeezed(in, List.of()), "aten.squeeze.default", "aten.squeeze_.default");
    rules.add(
        in -> squeezed(in, List.of(in.integer("dim"))), "aten.squeeze.dim", "aten.squeeze_.dim");
    rules.add(
        in ->
            in.longs("dim").isEmpty() ? List.of(in.tensor("self")) : squeezed(in, in.longs("dim")),
        "aten.squeeze.dims",
        "aten.squeeze_.dims");
    rules.add(ViewTypes::unsqueezed, "aten.unsqueeze.default", "aten.unsqueeze_.default");
    rules.add(
        in ->
            List.of(
                in.tensor("self")
                    .withSizes(Sizes.expanded(in, in.tensor("self").sizes(), in.symInts("size")))),
        "aten.expand.default",
        "aten.broadcast_to.default");
    rules.add(
        in ->
            List.of(
                in.tensor("self")
                    .withSizes(
                        Sizes.expanded(in, in.tensor("self").sizes(), in.tensor("other").sizes()))),
        "aten.expand_as.default");
    rules.add(ViewTypes::strided, "aten.as_strided.default", "aten.as_strided_.default");
    rules.add(
        in -> List.of(in.tensor("self").withSizes(in.symInts("size"))), "aten.resize_.default");
    for (int rank = 1; rank <= 3; rank++) {
      int atLeast = rank;
      rules.add(
          in -> List.of(atLeast(in.tensor("self"), atLeast)), "aten.atleast_" + rank + "d.default");
      rules.add(
          in -> List.copyOf(in.tensors("tensors").stream().map(t -> atLeast(t, atLeast)).toList()),
          "aten.atleast_" + rank + "d.Sequence");
    }
  }

  private static List<ValueType> reshaped(TypeArguments in, List<SymInt> requested) {
    TensorType self = in.tensor("self");
    return List.of(self.withSizes(Sizes.reshaped(in, self.sizes(), requested)));
  }

  /** The bytes as another element type; the last size changes with the element size. */
  private static List<ValueType> reinterpreted(TypeArguments in) {
    TensorType self = in.tensor("self");
    DType dtype = in.dtype("dtype").orElseThrow();
    int from = self.dtype().bytes();
    int to = dtype.bytes();
    if (from == to) {
      return List.of(self.withDType(dtype));
    }
    Sizes.requireRank(in, "self", self, 1);
    SymInt bytes = self.size(-1).multiply(from);
    if (bytes.isConstant() && bytes.constant() % to != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the last size of %s is no multiple of the %d bytes of %s",
              in.op().name(),
              self,
              to,
              dtype));
    }
    return List.of(
        new TensorType(dtype, Sizes.with(self.sizes(), self.rank() - 1, bytes.floorDivide(to))));
  }

  private static List<ValueType> flatten(TypeArguments in) {
    TensorType self = in.tensor("self");
    if (self.rank() == 0) {
      return List.of(self.withSizes(List.of(SymInt.ONE)));
    }
    int start = in.dimension("start_dim", self.rank());
    int end = in.dimension("end_dim", self.rank());
    if (start > end) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: start_dim %d lies after end_dim %d", in.op().name(), start, end));
    }
    List<SymInt> sizes = new ArrayList<>(self.sizes().subList(0, start));
    sizes.add(Sizes.product(self.sizes().subList(start, end + 1)));
    sizes.addAll(self.sizes().subList(end + 1, self.rank()));
    return List.of(self.withSizes(sizes));
  }

  private static List<ValueType> unflatten(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 1);
    int dimension = in.dimension("dim", self.rank());
    List<SymInt> sizes = new ArrayList<>(self.sizes().subList(0, dimension));
    sizes.addAll(Sizes.reshaped(in, List.of(self.size(dimension)), in.symInts("sizes")));
    sizes.addAll(self.sizes().subList(dimension + 1, self.rank()));
    return List.of(self.withSizes(sizes));
  }

  private static List<ValueType> squeezed(TypeArguments in, List<Long> named) {
    TensorType self = in.tensor("self");
    SortedSet<Integer> ones = new TreeSet<>();
    for (int i = 0; i < self.rank(); i++) {
      if (self.size(i).equals(SymInt.ONE)) {
        ones.add(i);
      }
    }
    if (!named.isEmpty()) {
      ones.retainAll(named.stream().map(d -> in.dimension("dim", d, self.rank())).toList());
    }
    return List.of(self.withSizes(Sizes.reduced(self.sizes(), ones, false)));
  }

  private static List<ValueType> unsqueezed(TypeArguments in) {
    TensorType self = in.tensor("self");
    List<SymInt> sizes = new ArrayList<>(self.sizes());
    sizes.add(in.dimension("dim", self.rank() + 1), SymInt.ONE);
    return List.of(self.withSizes(sizes));
  }

  private static List<ValueType> strided(TypeArguments in) {
    TensorType self = in.tensor("self");
    if (in.symInts("size").size() != in.symInts("stride").size()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d sizes and %d strides",
              in.op().name(),
              in.symInts("size").size(),
              in.symInts("stride").size()));
    }
    return List.of(self.withSizes(in.symInts("size")));
  }

  private static TensorType atLeast(TensorType type, int rank) {
    if (type.rank() >= rank) {
      return type;
    }
    SymInt one = SymInt.ONE;
    List<SymInt> sizes = type.sizes();
    // A vector becomes the middle dimension of three, a matrix the first two.
    return type.withSizes(
        switch (sizes.size()) {
          case 0 -> Sizes.padded(sizes, rank);
          case 1 -> rank == 2 ? List.of(one, sizes.get(0)) : List.of(one, sizes.get(0), one);
          default -> List.of(sizes.get(0), sizes.get(1), one);
        });
  }
}
