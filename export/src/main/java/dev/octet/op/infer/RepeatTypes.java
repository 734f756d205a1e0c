package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Operators that repeat elements, pad, take differences, or move between images and columns. */
final class RepeatTypes {
  private RepeatTypes() {}

  static void register(TypeRules rules) {
    rules.add(in -> repeated(in, in.symInts("repeats")), "aten.repeat.default");
    rules.add(
        in -> repeated(in, Sizes.padded(in.symInts("dims"), in.tensor("self").rank())),
        "aten.tile.default");
    rules.add(RepeatTypes::interleaved, "aten.repeat_interleave.self_int");
    rules.add(RepeatTypes::interleavedByData, "aten.repeat_interleave.self_Tensor");
    rules.add(
        in ->
            List.of(
                new TensorType(
                    in.tensor("repeats").dtype(),
                    List.of(
                        in.optionalSymInt("output_size")
                            .orElseGet(() -> DataDependent.integer(in))))),
        "aten.repeat_interleave.Tensor");
    rules.add(
        in -> List.of(padded(in, in.symInts("pad"))),
        "aten.pad.default",
        "aten.constant_pad_nd.default",
        "aten._pad_circular.default");
    rules.add(
        in -> List.of(padded(in, in.symInts("padding"))),
        "aten.reflection_pad1d.default",
        "aten.reflection_pad2d.default",
        "aten.reflection_pad3d.default",
        "aten.replication_pad1d.default",
        "aten.replication_pad2d.default",
        "aten.replication_pad3d.default");
    rules.add(RepeatTypes::differences, "aten.diff.default");
  }

  private static List<ValueType> repeated(TypeArguments in, List<SymInt> repeats) {
    TensorType self = in.tensor("self");
    if (repeats.size() < self.rank()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %s repeats for %s, expected at least %d",
              in.op().name(),
              repeats,
              self,
              self.rank()));
    }
    List<SymInt> sizes = new ArrayList<>(Sizes.padded(self.sizes(), repeats.size()));
    for (int i = 0; i < sizes.size(); i++) {
      if (repeats.get(i).isConstant() && repeats.get(i).constant() < 0) {
        throw new InputException(
            String.format(Locale.ROOT, "%s: negative repeat in %s", in.op().name(), repeats));
      }
      sizes.set(i, sizes.get(i).multiply(repeats.get(i)));
    }
    return List.of(self.withSizes(sizes));
  }

  private static List<ValueType> interleaved(TypeArguments in) {
    TensorType self = in.tensor("self");
    SymInt repeats = in.symInt("repeats");
    if (repeats.isConstant() && repeats.constant() < 0) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: %s repeats, expected 0 or more", in.op().name(), repeats));
    }
    if (in.isNone("dim")) {
      return List.of(self.withSizes(List.of(Sizes.product(self.sizes()).multiply(repeats))));
    }
    int dimension = in.dimension("dim", self.rank());
    return List.of(
        self.withSizes(
            Sizes.with(self.sizes(), dimension, self.size(dimension).multiply(repeats))));
  }

  private static List<ValueType> interleavedByData(TypeArguments in) {
    TensorType self = in.tensor("self");
    SymInt size = in.optionalSymInt("output_size").orElseGet(() -> DataDependent.integer(in));
    return List.of(
        self.withSizes(
            in.isNone("dim") || self.rank() == 0
                ? List.of(size)
                : Sizes.with(self.sizes(), in.dimension("dim", self.rank()), size)));
  }

  /** Amounts come in pairs (before, after) from the last dimension backwards; negative ones cut. */
  private static TensorType padded(TypeArguments in, List<SymInt> pad) {
    TensorType self = in.tensor("self");
    if (pad.size() % 2 != 0 || pad.size() / 2 > self.rank()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d amounts for %s, expected pairs for at most its dimensions",
              in.op().name(),
              pad.size(),
              self));
    }
    List<SymInt> sizes = new ArrayList<>(self.sizes());
    for (int i = 0; i < pad.size() / 2; i++) {
      int dimension = self.rank() - 1 - i;
      SymInt size = sizes.get(dimension).add(pad.get(2 * i)).add(pad.get(2 * i + 1));
      if (size.isConstant() && size.constant() < 0) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: padding %s leaves nothing of dimension %d of %s",
                in.op().name(),
                pad,
                dimension,
                self));
      }
      sizes.set(dimension, size);
    }
    return self.withSizes(sizes);
  }

  private static List<ValueType> differences(TypeArguments in) {
    TensorType self = in.tensor("self");
    Sizes.requireRank(in, "self", self, 1);
    int dimension = in.dimension("dim", self.rank());
    SymInt size = self.size(dimension);
    for (String joined : List.of("prepend", "append")) {
      if (!in.isNone(joined)) {
        TensorType other = in.tensor(joined);
        Sizes.requireRank(in, joined, other, self.rank());
        Sizes.requireEqual(
            in, joined, other.sizes(), Sizes.with(self.sizes(), dimension, other.size(dimension)));
        size = size.add(other.size(dimension));
      }
    }
    DType dtype = self.dtype();
    for (String joined : List.of("prepend", "append")) {
      dtype = in.isNone(joined) ? dtype : Promotion.common(dtype, in.tensor(joined).dtype());
    }
    return List.of(
        new TensorType(
            dtype, Sizes.with(self.sizes(), dimension, size.subtract(in.integer("n")).max(0))));
  }
}
