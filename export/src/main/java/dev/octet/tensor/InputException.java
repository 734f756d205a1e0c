package dev.octet.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Something that a user can mend: a damaged file, a wrong argument, an operator that is not
 * supported. The message says what failed, where, what was found, what was expected, and what to
 * do. Packages derive their own exceptions from it.
 */
public non-sealed class InputException extends OctetException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message, null);
  }

  public InputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
