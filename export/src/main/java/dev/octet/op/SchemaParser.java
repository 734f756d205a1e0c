package dev.octet.op;

import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one line of a schema table: {@code aten.add.Tensor(self: Tensor, other: Tensor, *, alpha:
 * Scalar=1) -> (Tensor)}. A {@code !} after a type marks a tensor that the operator writes into.
 */
final class SchemaParser {
  private SchemaParser() {}

  static OpSchema parse(String line) {
    try {
      int open = line.indexOf('(');
      int arrow = line.lastIndexOf(") -> (");
      OpName name = OpName.parse(line.substring(0, open));
      List<Parameter> parameters = new ArrayList<>();
      boolean keywordOnly = false;
      for (String part : split(line.substring(open + 1, arrow))) {
        if (part.equals("*")) {
          keywordOnly = true;
        } else {
          parameters.add(parameter(part, keywordOnly));
        }
      }
      String returns = line.substring(arrow + ") -> (".length(), line.length() - 1);
      return new OpSchema(
          name, parameters, split(returns).stream().map(ParameterType::parse).toList(), true);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("malformed operator schema: " + line, e);
    }
  }

  private static Parameter parameter(String text, boolean keywordOnly) {
    int colon = text.indexOf(": ");
    String name = text.substring(0, colon);
    String rest = text.substring(colon + 2);
    int equals = rest.indexOf('=');
    String typeText = equals < 0 ? rest : rest.substring(0, equals);
    boolean mutated = typeText.endsWith("!");
    ParameterType type =
        ParameterType.parse(mutated ? typeText.substring(0, typeText.length() - 1) : typeText);
    Optional<Argument> defaultValue =
        equals < 0
            ? Optional.empty()
            : Optional.of(literal(rest.substring(equals + 1), type.kind()));
    return new Parameter(name, type, keywordOnly, mutated, defaultValue);
  }

  private static Argument literal(String text, ParameterType.Kind kind) {
    if (text.equals("None")) {
      return Argument.NONE;
    }
    if (text.equals("True") || text.equals("False")) {
      return Argument.of(text.equals("True"));
    }
    if (text.startsWith("\"")) {
      return Argument.of(text.substring(1, text.length() - 1));
    }
    if (text.startsWith("[")) {
      return new Argument.ListOf(
          split(text.substring(1, text.length() - 1)).stream().map(e -> literal(e, kind)).toList());
    }
    return switch (kind) {
      case DTYPE -> new Argument.Type(DType.named(text));
      case MEMORY_FORMAT ->
          new Argument.Format(named(MemoryFormat.values(), MemoryFormat::torchName, text));
      case LAYOUT -> new Argument.LayoutOf(named(Layout.values(), Layout::torchName, text));
      default ->
          text.matches("-?\\d+")
              ? Argument.of(Long.parseLong(text))
              : Argument.of(Double.parseDouble(text));
    };
  }

  private static <T> T named(T[] values, java.util.function.Function<T, String> name, String text) {
    for (T value : values) {
      if (name.apply(value).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("unknown name '" + text + "'");
  }

  /** Splits at commas outside brackets and quotes. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '[' || c == '(')) {
        depth++;
      } else if (!quoted && (c == ']' || c == ')')) {
        depth--;
      } else if (!quoted && depth == 0 && c == ',') {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    String last = text.substring(start).strip();
    if (!last.isEmpty()) {
      parts.add(last);
    }
    return parts;
  }
}
