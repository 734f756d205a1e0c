package dev.octet.quantizer.observe;

import dev.octet.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Values that an observer cannot take, or parameters that it cannot compute: the message says
 * which, and what to do.
 */
public final class ObserverException extends InputException {
  private static final long serialVersionUID = 1L;

  public ObserverException(String message) {
    super(message);
  }

  public ObserverException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
