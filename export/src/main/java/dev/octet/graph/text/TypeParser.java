package dev.octet.graph.text;

import com.google.common.collect.ImmutableList;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import dev.octet.symbol.SymbolException;
import dev.octet.tensor.DType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Parses the types of values. */
final class TypeParser {
  private static final Map<String, DType> ELEMENTS = new HashMap<>();

  static {
    for (DType type : DType.values()) {
      ELEMENTS.put(type.shortName(), type);
    }
  }

  private final Cursor cursor;

  TypeParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /** The element type of this short name; empty if there is none. */
  static Optional<DType> element(String shortName) {
    return Optional.ofNullable(ELEMENTS.get(shortName));
  }

  ValueType parse() {
    cursor.peek();
    int start = cursor.position();
    String word = cursor.word();
    if (ELEMENTS.containsKey(word) && cursor.peek() == '[') {
      return tensor(ELEMENTS.get(word));
    }
    return switch (word) {
      case "int" -> new SymbolType.Int(inParentheses(SymInt::parse));
      case "float" -> new SymbolType.Float(inParentheses(SymFloat::parse));
      case "bool" -> new SymbolType.Bool(inParentheses(SymBool::parse));
      case "none" -> ValueType.NONE;
      case "object" -> {
        cursor.expect('(');
        String className = cursor.quoted();
        cursor.expect(')');
        yield new ValueType.Opaque(className);
      }
      default -> {
        cursor.moveTo(start);
        throw cursor.unexpected("a type such as f32[2, 3], int(s0), none or object(\"class\")");
      }
    };
  }

  private TensorType tensor(DType element) {
    ImmutableList<SymInt> sizes = sizes('[', ']');
    Optional<ImmutableList<SymInt>> strides =
        cursor.peek() == '{' ? Optional.of(sizes('{', '}')) : Optional.empty();
    return new TensorType(element, sizes, strides);
  }

  private ImmutableList<SymInt> sizes(char open, char close) {
    cursor.expect(open);
    ImmutableList.Builder<SymInt> sizes = ImmutableList.builder();
    if (cursor.accept(close)) {
      return sizes.build();
    }
    do {
      sizes.add(symbolic(SymInt::parse, "," + close));
    } while (cursor.accept(','));
    cursor.expect(close);
    return sizes.build();
  }

  private <T> T inParentheses(Function<String, T> parser) {
    cursor.expect('(');
    T value = symbolic(parser, ")");
    cursor.expect(')');
    return value;
  }

  private <T> T symbolic(Function<String, T> parser, String ends) {
    cursor.peek();
    int start = cursor.position();
    String text = cursor.expression(ends);
    try {
      return parser.apply(text);
    } catch (SymbolException e) {
      throw cursor.error(
          start,
          "found '"
              + text
              + "', expected a number or an expression over symbols: "
              + e.getMessage(),
          e);
    }
  }
}
