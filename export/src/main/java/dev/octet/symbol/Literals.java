package dev.octet.symbol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code Symbol} and {@code Float} of the constructor notation, whose arguments are text and
 * keywords.
 */
final class Literals {
  private final String function;
  private final List<String> texts = new ArrayList<>();
  private final Map<String, String> keywords = new LinkedHashMap<>();

  Literals(String function) {
    this.function = function;
  }

  boolean isEmpty() {
    return texts.isEmpty() && keywords.isEmpty();
  }

  void text(String text) {
    texts.add(text);
  }

  void keyword(String name, String value) {
    if (keywords.put(name, value) != null) {
      throw new SymbolException(function + " gives " + name + " twice");
    }
  }

  SymExpr build(List<SymExpr> others) {
    return switch (function) {
      case "Symbol" -> symbol(others);
      case "Float" -> real(others);
      default -> throw new SymbolException(function + " takes neither text nor keywords");
    };
  }

  private SymExpr symbol(List<SymExpr> others) {
    if (texts.size() != 1 || !others.isEmpty()) {
      throw new SymbolException("Symbol expects one quoted name");
    }
    String name = texts.getFirst();
    if (FloatSymbol.isName(name)) {
      return new FloatSymbol(name);
    }
    boolean positive = false;
    for (Map.Entry<String, String> keyword : keywords.entrySet()) {
      boolean known = keyword.getKey().equals("positive") || keyword.getKey().equals("integer");
      if (!known || !(keyword.getValue().equals("True") || keyword.getValue().equals("False"))) {
        throw new SymbolException(
            "Symbol '"
                + Limits.excerpt(name)
                + "' has "
                + keyword.getKey()
                + "="
                + keyword.getValue()
                + "; only positive and integer, True or False, are known");
      }
      if (keyword.getKey().equals("integer") && keyword.getValue().equals("False")) {
        throw new SymbolException("Symbol '" + Limits.excerpt(name) + "' is not an integer");
      }
      positive |= keyword.getKey().equals("positive") && keyword.getValue().equals("True");
    }
    return new Symbol(name, positive);
  }

  private SymExpr real(List<SymExpr> others) {
    if (texts.size() != 1 || !others.isEmpty()) {
      throw new SymbolException("Float expects one quoted number");
    }
    for (String keyword : keywords.keySet()) {
      if (!keyword.equals("precision") && !keyword.equals("dps")) {
        throw new SymbolException("Float has the keyword " + keyword + "; only precision is known");
      }
    }
    String number = texts.getFirst();
    return switch (number) {
      case "inf", "+inf" -> SymFloat.of(Double.POSITIVE_INFINITY);
      case "-inf" -> SymFloat.of(Double.NEGATIVE_INFINITY);
      case "nan" -> SymFloat.of(Double.NaN);
      default -> {
        try {
          yield SymFloat.of(Double.parseDouble(number));
        } catch (NumberFormatException e) {
          throw new SymbolException("\"" + Limits.excerpt(number) + "\" is not a number");
        }
      }
    };
  }
}
