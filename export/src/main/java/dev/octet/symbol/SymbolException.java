package dev.octet.symbol;

import dev.octet.tensor.InputException;

/** An expression that cannot be read, built or evaluated; the message names the expression. */
public final class SymbolException extends InputException {
  private static final long serialVersionUID = 1L;

  public SymbolException(String message) {
    super(message);
  }

  SymbolException(String message, Throwable cause) {
    super(message, cause);
  }
}
