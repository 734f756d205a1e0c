package dev.octet.graph.text;

import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import java.util.List;

/** Prints the types of values. */
final class TypePrinter {
  private TypePrinter() {}

  static void append(StringBuilder out, ValueType type) {
    switch (type) {
      case TensorType tensor -> {
        out.append(tensor.dtype().shortName()).append('[');
        appendSizes(out, tensor.sizes());
        out.append(']');
        tensor
            .strides()
            .ifPresent(strides -> {
              out.append('{');
              appendSizes(out, strides);
              out.append('}');
            });
      }
      case SymbolType.Int(var value) -> out.append("int(").append(value).append(')');
      case SymbolType.Float(var value) -> out.append("float(").append(value).append(')');
      case SymbolType.Bool(var value) -> out.append("bool(").append(value).append(')');
      case ValueType.None _ -> out.append("none");
      case ValueType.Opaque(String className) -> {
        out.append("object(");
        Quoting.append(out, className);
        out.append(')');
      }
    }
  }

  private static void appendSizes(StringBuilder out, List<SymInt> sizes) {
    for (int i = 0; i < sizes.size(); i++) {
      out.append(i == 0 ? "" : ", ").append(sizes.get(i));
    }
  }
}
