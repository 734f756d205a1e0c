package dev.octet.symbol;

import java.util.Comparator;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A named integer.
 *
 * @param positive whether it counts as at least 1
 */
record Symbol(String name, boolean positive) implements Atom {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
  private static final Set<String> RESERVED =
      Set.of("and", "or", "not", "true", "false", "True", "False");

  /** Shorter prefixes first, then by the number: {@code s9} precedes {@code s10}. */
  static final Comparator<Symbol> ORDER = Symbol::compare;

  Symbol {
    requireName(name);
  }

  static Symbol of(String name) {
    return new Symbol(name, isPositiveByName(name));
  }

  static void requireName(String name) {
    if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
      throw new SymbolException(
          "\""
              + Limits.excerpt(name)
              + "\" cannot name a symbol: a letter followed by letters, digits and _ is expected");
    }
  }

  private static boolean isPositiveByName(String name) {
    return name.startsWith("s");
  }

  private static int compare(Symbol a, Symbol b) {
    int aDigits = digitsStart(a.name);
    int bDigits = digitsStart(b.name);
    int order = Integer.compare(aDigits, bDigits);
    for (int i = 0; order == 0 && i < aDigits; i++) {
      order = Character.compare(a.name.charAt(i), b.name.charAt(i));
    }
    if (order == 0) {
      order = Integer.compare(a.name.length(), b.name.length());
    }
    if (order == 0) {
      order = a.name.compareTo(b.name);
    }
    return order == 0 ? Boolean.compare(a.positive, b.positive) : order;
  }

  private static int digitsStart(String name) {
    int start = name.length();
    while (start > 0 && Character.isDigit(name.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  @Override
  public Extent extent() {
    return Extent.LEAF;
  }

  @Override
  public String toSympy() {
    return "Symbol('" + name + (positive ? "', positive=True, integer=True)" : "', integer=True)");
  }

  /** The name; a symbol whose name suggests another range than it has is written in full. */
  @Override
  public String toString() {
    return positive == isPositiveByName(name) ? name : toSympy();
  }
}
