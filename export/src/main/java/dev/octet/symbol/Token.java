package dev.octet.symbol;

/**
 * A piece of expression text.
 *
 * @param text the characters, without the quotes of a string
 * @param position of the first character, from 0
 */
record Token(Kind kind, String text, int position) {
  enum Kind {
    INTEGER,
    REAL,
    NAME,
    STRING,
    OPERATOR,
    END
  }

  /** Whether this is an operator, a bracket or a word that acts as an operator. */
  boolean is(String symbol) {
    return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(symbol);
  }

  @Override
  public String toString() {
    return kind == Kind.END ? "the end of the text" : "\"" + Limits.excerpt(text) + "\"";
  }
}
