package dev.octet.program;

import dev.octet.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A file that cannot be read or written: damaged, of another kind, beyond a limit, or with
 * something in it that is not supported.
 */
public final class FormatException extends InputException {
  private static final long serialVersionUID = 1L;

  public FormatException(String message) {
    super(message);
  }

  public FormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
