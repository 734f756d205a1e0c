package dev.octet.op.infer;

import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import java.util.List;

/**
 * Types of operators that read sizes and elements of a tensor as numbers. Strides are those of a
 * tensor without gaps.
 */
final class SizeTypes {
  private SizeTypes() {}

  static void register(TypeRules rules) {
    rules.add(in -> integer(size(in)), "aten.sym_size.int", "aten.size.int");
    rules.add(in -> integer(stride(in)), "aten.sym_stride.int", "aten.stride.int");
    rules.add(
        in -> integer(Sizes.product(in.tensor("self").sizes())),
        "aten.sym_numel.default",
        "aten.numel.default");
    rules.add(in -> integer(SymInt.of(in.tensor("self").rank())), "aten.dim.default");
    rules.add(in -> integer(SymInt.ZERO), "aten.sym_storage_offset.default");
    rules.add(
        in -> List.of(new SymbolType.Bool(SymBool.of(true))), "aten.sym_is_contiguous.default");
    rules.add(SizeTypes::element, "aten.item.default", "aten._local_scalar_dense.default");
  }

  private static List<ValueType> integer(SymInt value) {
    return List.of(new SymbolType.Int(value));
  }

  private static SymInt size(TypeArguments in) {
    TensorType self = in.tensor("self");
    return self.size(in.dimension("dim", self.rank()));
  }

  private static SymInt stride(TypeArguments in) {
    List<SymInt> sizes = in.tensor("self").sizes();
    SymInt stride = SymInt.ONE;
    for (int i = sizes.size() - 1; i > in.dimension("dim", sizes.size()); i--) {
      stride = stride.multiply(sizes.get(i).max(1));
    }
    return stride;
  }

  private static List<ValueType> element(TypeArguments in) {
    DType type = in.tensor("self").dtype();
    if (type.isFloatingPoint()) {
      return List.of(new SymbolType.Float(DataDependent.real(in)));
    }
    return List.of(
        type.isBool()
            ? new SymbolType.Bool(DataDependent.bool(in))
            : new SymbolType.Int(DataDependent.integer(in)));
  }
}
