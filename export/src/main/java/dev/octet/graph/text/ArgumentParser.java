package dev.octet.graph.text;

import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Layout;
import dev.octet.op.MemoryFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Parses arguments. A value of the graph that an argument names is added to the operands of the
 * call.
 */
final class ArgumentParser {
  private static final Map<String, Argument> WORDS = words();

  /** How deep lists, maps and subgraphs may nest. */
  private static final int DEPTH = 200;

  private final Cursor cursor;
  private final Supplier<Graph> subgraphs;
  private int depth;

  /** {@code subgraphs} parses a graph where the cursor stands. */
  ArgumentParser(Cursor cursor, Supplier<Graph> subgraphs) {
    this.cursor = cursor;
    this.subgraphs = subgraphs;
  }

  private static Map<String, Argument> words() {
    Map<String, Argument> words = new HashMap<>();
    words.put("None", Argument.NONE);
    words.put("True", Argument.of(true));
    words.put("False", Argument.of(false));
    words.put("inf", Argument.of(Double.POSITIVE_INFINITY));
    words.put("nan", Argument.of(Double.NaN));
    for (MemoryFormat format : MemoryFormat.values()) {
      words.put(format.torchName(), new Argument.Format(format));
    }
    for (Layout layout : Layout.values()) {
      words.put(layout.torchName(), new Argument.LayoutOf(layout));
    }
    return words;
  }

  /** {@code values} finds a value where the cursor stands behind {@code %}. */
  Argument parse(List<Value> operands, Supplier<Value> values) {
    if (++depth > DEPTH) {
      throw cursor.unexpected("arguments nested at most " + DEPTH + " deep");
    }
    Argument argument = parseOne(operands, values);
    depth--;
    return argument;
  }

  private Argument parseOne(List<Value> operands, Supplier<Value> values) {
    char next = cursor.peek();
    if (next == '%') {
      operands.add(values.get());
      return new Argument.Operand(operands.size() - 1);
    }
    if (cursor.accept('$')) {
      return new Argument.Operand(cursor.index("the number of an operand"));
    }
    if (next == '"') {
      return Argument.of(cursor.quoted());
    }
    if (cursor.accept('@')) {
      String name = cursor.name("the name of a subgraph");
      return new Argument.Subgraph(name, subgraphs.get());
    }
    if (cursor.accept('[')) {
      return list(operands, values);
    }
    if (cursor.accept('{')) {
      return map(operands, values);
    }
    return next == '-' || (next >= '0' && next <= '9') ? number() : word();
  }

  private Argument list(List<Value> operands, Supplier<Value> values) {
    List<Argument> elements = new ArrayList<>();
    if (!cursor.accept(']')) {
      do {
        elements.add(parse(operands, values));
      } while (cursor.accept(','));
      cursor.expect(']');
    }
    return new Argument.ListOf(elements);
  }

  private Argument map(List<Value> operands, Supplier<Value> values) {
    Map<String, Argument> entries = new LinkedHashMap<>();
    if (!cursor.accept('}')) {
      do {
        cursor.peek();
        int start = cursor.position();
        String key = cursor.quoted();
        cursor.expect(':');
        if (entries.put(key, parse(operands, values)) != null) {
          throw cursor.error(start, "the key \"" + key + "\" is given twice", null);
        }
      } while (cursor.accept(','));
      cursor.expect('}');
    }
    return new Argument.MapOf(entries);
  }

  private Argument number() {
    int start = cursor.position();
    String text = cursor.number();
    if (text.equals("-inf")) {
      return Argument.of(Double.NEGATIVE_INFINITY);
    }
    boolean integer = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    try {
      return integer ? Argument.of(Long.parseLong(text)) : Argument.of(decimal(text));
    } catch (NumberFormatException e) {
      throw cursor.error(
          start, "found '" + text + "', expected a 64-bit integer or a floating-point number", e);
    }
  }

  private static double decimal(String text) {
    if (!text.matches("-?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?")) {
      throw new NumberFormatException(text);
    }
    return Double.parseDouble(text);
  }

  private double floating() {
    cursor.peek();
    int start = cursor.position();
    Argument argument =
        cursor.peek() == '-' || Character.isDigit(cursor.peek()) ? number() : word();
    return switch (argument) {
      case Argument.Float(double value) -> value;
      case Argument.Int(long value) -> value;
      default -> {
        cursor.moveTo(start);
        throw cursor.unexpected("a number");
      }
    };
  }

  private Argument word() {
    cursor.peek();
    int start = cursor.position();
    String word = cursor.word();
    Argument known = WORDS.get(word);
    if (known != null) {
      return known;
    }
    Function<String, Argument> operator = Argument.Operator::new;
    return TypeParser.element(word)
        .<Argument>map(Argument.Type::new)
        .orElseGet(() ->
            switch (word) {
              case "device" -> device();
              case "complex" -> complex();
              case "operator" -> operator.apply(quotedParts(1).get(0));
              case "object" -> object(quotedParts(2));
              default -> {
                cursor.moveTo(start);
                throw cursor.unexpected("an argument");
              }
            });
  }

  private static Argument object(List<String> parts) {
    return new Argument.CustomObject(parts.get(0), parts.get(1));
  }

  private Argument device() {
    cursor.expect('(');
    String type = cursor.quoted();
    OptionalInt index =
        cursor.accept(',')
            ? OptionalInt.of(cursor.index("the number of a device"))
            : OptionalInt.empty();
    cursor.expect(')');
    return new Argument.Device(type, index);
  }

  private Argument complex() {
    cursor.expect('(');
    double real = floating();
    cursor.expect(',');
    double imaginary = floating();
    cursor.expect(')');
    return new Argument.Complex(real, imaginary);
  }

  /** Quoted strings in parentheses. */
  List<String> quotedParts(int count) {
    List<String> parts = new ArrayList<>();
    cursor.expect('(');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        cursor.expect(',');
      }
      parts.add(cursor.quoted());
    }
    cursor.expect(')');
    return parts;
  }
}
