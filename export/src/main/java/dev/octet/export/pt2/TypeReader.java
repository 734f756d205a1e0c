package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.program.FormatException;
import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads tensor types and symbolic numbers. Hints, the values of the example inputs, are left aside.
 * Not thread-safe.
 */
final class TypeReader {
  private final Map<String, SymInt> parsed = new HashMap<>();

  SymInt symInt(JsonNode value, String where) {
    Union union = Union.of(value, where);
    return switch (union.variant()) {
      case "as_int" -> SymInt.of(Fields.asInteger(union.payload(), where));
      case "as_expr" -> expression(Fields.text(union.payload(), "expr_str", where));
      default -> throw union.unknown(where);
    };
  }

  /** An integer expression in SymPy's notation. */
  SymInt expression(String text) {
    SymInt known = parsed.get(text);
    if (known == null) {
      known = SymInt.parse(text);
      parsed.put(text, known);
    }
    return known;
  }

  SymbolType integer(JsonNode value, String where) {
    return new SymbolType.Int(symInt(value, where));
  }

  SymbolType floating(JsonNode value, String where) {
    Union union = Union.of(value, where);
    return switch (union.variant()) {
      case "as_float" -> new SymbolType.Float(SymFloat.of(Fields.asDouble(union.payload(), where)));
      case "as_expr" ->
          new SymbolType.Float(SymFloat.parse(Fields.text(union.payload(), "expr_str", where)));
      default -> throw union.unknown(where);
    };
  }

  SymbolType bool(JsonNode value, String where) {
    Union union = Union.of(value, where);
    return switch (union.variant()) {
      case "as_bool" -> new SymbolType.Bool(SymBool.of(Fields.asBoolean(union.payload(), where)));
      case "as_expr" ->
          new SymbolType.Bool(SymBool.parse(Fields.text(union.payload(), "expr_str", where)));
      default -> throw union.unknown(where);
    };
  }

  /** A tensor's type; strides are kept only if they are not row-major. */
  TensorType tensor(JsonNode meta, String where) {
    int layout =
        Fields.has(meta, "layout") ? Fields.small(meta.get("layout"), where) : EnumCodes.STRIDED;
    if (layout != EnumCodes.STRIDED) {
      throw new FormatException(
          where
              + ": layout "
              + EnumCodes.layout(layout, where).torchName()
              + " is not supported; make the tensor dense before exporting");
    }
    List<SymInt> sizes = symInts(Fields.array(meta, "sizes", where), where);
    for (SymInt size : sizes) {
      if (size.isConstant() && size.constant() < 0) {
        throw new FormatException(where + ": negative size in " + sizes);
      }
    }
    TensorType type =
        new TensorType(
            DTypeCodes.decode(Fields.small(Fields.required(meta, "dtype", where), where), where),
            sizes);
    if (!Fields.has(meta, "strides")) {
      return type;
    }
    List<SymInt> strides = symInts(Fields.array(meta, "strides", where), where);
    if (strides.size() != sizes.size()) {
      throw new FormatException(
          where + ": " + strides.size() + " strides for " + sizes.size() + " sizes");
    }
    return isRowMajor(sizes, strides)
        ? type
        : new TensorType(
            type.dtype(),
            type.sizes(),
            Optional.of(com.google.common.collect.ImmutableList.copyOf(strides)));
  }

  List<SymInt> symInts(JsonNode array, String where) {
    List<SymInt> values = new ArrayList<>();
    array.forEach(value -> values.add(symInt(value, where)));
    return values;
  }

  private static boolean isRowMajor(List<SymInt> sizes, List<SymInt> strides) {
    if (sizes.contains(SymInt.ZERO)) {
      return true;
    }
    SymInt expected = SymInt.ONE;
    for (int i = sizes.size() - 1; i >= 0; i--) {
      if (!sizes.get(i).equals(SymInt.ONE)) {
        if (!strides.get(i).equals(expected)) {
          return false;
        }
        expected = expected.multiply(sizes.get(i));
      }
    }
    return true;
  }
}
