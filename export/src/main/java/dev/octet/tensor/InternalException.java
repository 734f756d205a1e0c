package dev.octet.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A defect of Octet itself: an invariant that no input should be able to break was broken. Please
 * report it with the message.
 */
public final class InternalException extends OctetException {
  private static final long serialVersionUID = 1L;

  public InternalException(String message) {
    super(message, null);
  }

  public InternalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
