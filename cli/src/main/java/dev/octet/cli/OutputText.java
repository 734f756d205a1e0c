package dev.octet.cli;

import dev.octet.op.Argument;
import java.util.regex.Pattern;

/** Literals and types of a program as Python writes them, for people to read. */
final class OutputText {
  /** A symbol that the text form writes in full, as its name alone says less of its range. */
  private static final Pattern SYMBOL = Pattern.compile("Symbol\\('(\\w+)'[^)]*\\)");

  private OutputText() {}

  static String of(Argument literal) {
    return switch (literal) {
      case Argument.None _ -> "None";
      case Argument.Int(long value) -> Long.toString(value);
      case Argument.Float(double value) -> Double.toString(value);
      case Argument.Bool(boolean value) -> value ? "True" : "False";
      case Argument.Str(String value) -> "'" + value + "'";
      default -> literal.toString();
    };
  }

  /** A type or an expression, with the names of symbols alone. */
  static String named(Object type) {
    return SYMBOL.matcher(type.toString()).replaceAll("$1");
  }
}
