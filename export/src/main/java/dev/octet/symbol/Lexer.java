package dev.octet.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts expression text into tokens. */
final class Lexer {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<REAL>[0-9]++(?:\\.[0-9]*+(?:[eE][+-]?[0-9]++)?|[eE][+-]?[0-9]++)|\\.[0-9]++(?:[eE][+-]?[0-9]++)?)"
              + "|(?<INTEGER>[0-9]++)"
              + "|(?<NAME>[A-Za-z_][A-Za-z0-9_]*+)"
              + "|'(?<STRING>[^'\\\\]*+)'"
              + "|\"(?<STRING2>[^\"\\\\]*+)\""
              + "|(?<OPERATOR>\\*\\*|//|<<|>>|<=|>=|==|!=|[-+*/%()<>=,&|~])");

  private Lexer() {}

  static List<Token> tokens(String text) {
    if (text.length() > Limits.TEXT_LENGTH) {
      throw new SymbolException(
          "the expression \""
              + Limits.excerpt(text)
              + "\" has "
              + text.length()
              + " characters, beyond the limit of "
              + Limits.TEXT_LENGTH);
    }
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int position = 0;
    while (true) {
      while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
        position++;
      }
      if (position == text.length()) {
        tokens.add(new Token(Token.Kind.END, "", position));
        return tokens;
      }
      if (!matcher.region(position, text.length()).lookingAt()) {
        throw new SymbolException(
            "cannot read the expression \""
                + Limits.excerpt(text)
                + "\" at position "
                + position
                + ": unexpected character '"
                + text.charAt(position)
                + "'");
      }
      tokens.add(token(matcher, position));
      position = matcher.end();
    }
  }

  private static Token token(Matcher matcher, int position) {
    for (Token.Kind kind : Token.Kind.values()) {
      if (kind != Token.Kind.END && matcher.group(kind.name()) != null) {
        return new Token(kind, matcher.group(kind.name()), position);
      }
    }
    return new Token(Token.Kind.STRING, matcher.group("STRING2"), position);
  }
}
