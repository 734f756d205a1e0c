package dev.octet.graph.text;

import dev.octet.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Text that is no graph. The message says where, what was found and what was expected. */
public final class GraphParseException extends InputException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  GraphParseException(int line, int column, String message, @Nullable Throwable cause) {
    super("line " + line + ", column " + column + ": " + message, cause);
    this.line = line;
    this.column = column;
  }

  /** Counts from 1. */
  public int line() {
    return line;
  }

  /** Counts from 1, in UTF-16 units. */
  public int column() {
    return column;
  }
}
