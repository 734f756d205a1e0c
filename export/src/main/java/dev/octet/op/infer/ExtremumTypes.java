package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;

/** Largest, smallest and middle elements, their positions, and orders. */
final class ExtremumTypes {
  private ExtremumTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        in -> List.of(all(in)), "aten.max.default", "aten.min.default", "aten.median.default");
    rules.add(in -> withPositions(over(in)), "aten.max.dim", "aten.min.dim", "aten.median.dim");
    rules.add(in -> List.of(over(in)), "aten.amax.default", "aten.amin.default");
    rules.add(in -> List.of(over(in), over(in)), "aten.aminmax.default");
    rules.add(
        in -> List.of(over(in).withDType(DType.INT64)),
        "aten.argmax.default",
        "aten.argmin.default");
    rules.add(in -> withPositions(ordered(in)), "aten.sort.default", "aten.sort.stable");
    rules.add(
        in -> List.of(ordered(in).withDType(DType.INT64)),
        "aten.argsort.default",
        "aten.argsort.stable");
    rules.add(ExtremumTypes::largest, "aten.topk.default");
  }

  private static TensorType all(TypeArguments in) {
    TensorType self = in.tensor("self");
    if (Sizes.product(self.sizes()).equals(SymInt.ZERO)
        && !in.op().name().base().equals("median")) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: self is %s, expected at least one element", in.op().name(), self));
    }
    return self.withSizes(List.of());
  }

  private static TensorType over(TypeArguments in) {
    TensorType self = in.tensor("self");
    SortedSet<Integer> dimensions = Sizes.dimensions(in, "dim", self.rank());
    for (int dimension : dimensions) {
      if (dimension < self.rank() && self.size(dimension).equals(SymInt.ZERO)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: dimension %d of %s has no elements",
                in.op().name(),
                dimension,
                self));
      }
    }
    return self.withSizes(Sizes.reduced(self.sizes(), dimensions, in.bool("keepdim")));
  }

  private static List<ValueType> withPositions(TensorType type) {
    return List.of(type, type.withDType(DType.INT64));
  }

  private static TensorType ordered(TypeArguments in) {
    TensorType self = in.tensor("self");
    in.dimension("dim", self.rank());
    return self.withSizes(self.sizes());
  }

  private static List<ValueType> largest(TypeArguments in) {
    TensorType self = in.tensor("self");
    int dimension = in.dimension("dim", self.rank());
    SymInt count = in.symInt("k");
    SymInt size = self.rank() == 0 ? SymInt.ONE : self.size(dimension);
    if (count.isConstant()
        && (count.constant() < 0 || (size.isConstant() && count.constant() > size.constant()))) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: k is %s, dimension %d of %s has %s elements",
              in.op().name(),
              count,
              dimension,
              self,
              size));
    }
    return withPositions(
        self.rank() == 0 ? self : self.withSizes(Sizes.with(self.sizes(), dimension, count)));
  }
}
