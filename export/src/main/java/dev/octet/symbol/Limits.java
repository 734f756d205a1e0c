package dev.octet.symbol;

/** Bounds that keep text from outside, and what is built of it, small. */
final class Limits {
  /** Characters of a text to parse. */
  static final int TEXT_LENGTH = 10_000;

  /** Nesting of a text to parse, and of an expression in constructor notation. */
  static final int DEPTH = 100;

  /** Terms of a sum after multiplying out. */
  static final int TERMS = 1_000;

  /** Products of single terms formed for one multiplication. */
  static final int TERM_PRODUCTS = 100_000;

  /** Nodes of an expression that is written out in full. */
  static final int NODES = 20_000;

  private static final int EXCERPT = 200;

  private Limits() {}

  /** The text of an expression, shortened to fit a message. */
  static String excerpt(SymExpr expression) {
    return excerpt(expression.toString());
  }

  static String excerpt(String text) {
    return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "...";
  }
}
