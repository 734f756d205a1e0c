package dev.octet.graph.text;

import org.jspecify.annotations.Nullable;

/**
 * A position in the text, and what the parsers read from there. Space and comments are skipped
 * before everything that is read.
 */
final class Cursor {
  private final String text;
  private int position;

  Cursor(String text) {
    this.text = text;
  }

  int position() {
    return position;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  /** The next character, or NUL at the end. */
  char peek() {
    skipSpace();
    return position < text.length() ? text.charAt(position) : '\0';
  }

  boolean atEnd() {
    skipSpace();
    return position == text.length();
  }

  /** Passes one character. */
  void skip() {
    skipSpace();
    position++;
  }

  /** Passes a character if it comes next. */
  boolean accept(char c) {
    if (peek() == c && !atEnd()) {
      position++;
      return true;
    }
    return false;
  }

  void expect(char c) {
    if (!accept(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  /** Passes a word if it comes next as a whole. */
  boolean acceptWord(String word) {
    skipSpace();
    int end = position + word.length();
    boolean whole = end >= text.length() || !Quoting.isNamePart(text.charAt(end));
    if (text.startsWith(word, position) && whole) {
      position = end;
      return true;
    }
    return false;
  }

  void expectWord(String word) {
    if (!acceptWord(word)) {
      throw unexpected("'" + word + "'");
    }
  }

  /** Letters, digits and underscores; empty if none come next. */
  String word() {
    skipSpace();
    int start = position;
    while (position < text.length() && Quoting.isNamePart(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** A word or a quoted string. */
  String name(String expected) {
    if (peek() == '"') {
      return quoted();
    }
    String word = word();
    if (word.isEmpty()) {
      throw unexpected(expected);
    }
    return word;
  }

  /** The characters of an operator's name. */
  String operatorName() {
    skipSpace();
    int start = position;
    while (position < text.length()
        && (Quoting.isNamePart(text.charAt(position))
            || ".:#".indexOf(text.charAt(position)) >= 0)) {
      position++;
    }
    if (start == position) {
      throw unexpected("an operator");
    }
    return text.substring(start, position);
  }

  /** A number as it is written, {@code -1.0e-5}. */
  String number() {
    skipSpace();
    int start = position;
    while (position < text.length() && isNumberPart(position, start)) {
      position++;
    }
    if (start == position) {
      throw unexpected("a number");
    }
    return text.substring(start, position);
  }

  private boolean isNumberPart(int at, int start) {
    char c = text.charAt(at);
    boolean sign =
        (c == '-' || c == '+') && (at == start || "eE".indexOf(text.charAt(at - 1)) >= 0);
    return sign || c == '.' || Quoting.isNamePart(c);
  }

  /** A number that counts something. */
  int index(String expected) {
    skipSpace();
    int start = position;
    String digits = word();
    try {
      return Integer.parseUnsignedInt(digits);
    } catch (NumberFormatException e) {
      position = start;
      throw unexpected(expected);
    }
  }

  String quoted() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c == '"') {
        return value.toString();
      }
      value.append(c == '\\' ? escaped() : c);
    }
    throw unexpected("'\"' at the end of the string");
  }

  private char escaped() {
    char c = position < text.length() ? text.charAt(position++) : '\0';
    return switch (c) {
      case '"', '\\' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'u' -> {
        int end = position + 4;
        if (end > text.length() || !text.substring(position, end).matches("[0-9a-fA-F]{4}")) {
          throw unexpected("four hexadecimal digits");
        }
        int code = Integer.parseInt(text, position, end, 16);
        position = end;
        yield (char) code;
      }
      default -> {
        position--;
        throw unexpected("one of \" \\ n t r u after a backslash");
      }
    };
  }

  /** An expression that ends at one of these characters outside brackets and single quotes. */
  String expression(String ends) {
    skipSpace();
    int start = position;
    int depth = 0;
    boolean quoted = false;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && depth == 0 && ends.indexOf(c) >= 0) {
        break;
      } else if (!quoted && (c == '(' || c == '[')) {
        depth++;
      } else if (!quoted && (c == ')' || c == ']')) {
        depth--;
      } else if (c == '\n' || c == '{' || c == '}') {
        break;
      }
      position++;
    }
    String expression = text.substring(start, position).strip();
    if (expression.isEmpty()) {
      throw unexpected("an expression");
    }
    return expression;
  }

  /** Passes a block in braces with all that it holds. */
  void skipBlock() {
    expect('{');
    int depth = 1;
    while (depth > 0) {
      switch (peek()) {
        case '"' -> quoted();
        case '{' -> {
          depth++;
          position++;
        }
        case '}' -> {
          depth--;
          position++;
        }
        default -> {
          if (atEnd()) {
            throw unexpected("'}'");
          }
          position++;
        }
      }
    }
  }

  private void skipSpace() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == ';') {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(c)) {
        position++;
      } else {
        return;
      }
    }
  }

  /** An error here: what comes next is not what was expected. */
  GraphParseException unexpected(String expected) {
    skipSpace();
    return error(position, "found " + found() + ", expected " + expected, null);
  }

  GraphParseException error(int at, String message, @Nullable Throwable cause) {
    int line = 1;
    int lineStart = 0;
    for (int end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) {
      line++;
      lineStart = end + 1;
    }
    return new GraphParseException(line, at - lineStart + 1, message, cause);
  }

  private String found() {
    if (position >= text.length()) {
      return "the end of the text";
    }
    int end = position + 1;
    while (end < text.length()
        && end < position + 24
        && Quoting.isNamePart(text.charAt(end - 1))
        && Quoting.isNamePart(text.charAt(end))) {
      end++;
    }
    return "'" + text.substring(position, end) + "'";
  }
}
