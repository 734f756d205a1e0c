package dev.octet.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The root of every exception that Octet throws on its own account. A caller that catches {@link
 * InputException} handles all that a user can mend; an {@link InternalException} is a defect of
 * Octet.
 */
public abstract sealed class OctetException extends RuntimeException
    permits InputException, InternalException {
  private static final long serialVersionUID = 1L;

  OctetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
