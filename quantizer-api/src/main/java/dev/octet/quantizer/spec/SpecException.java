package dev.octet.quantizer.spec;

import dev.octet.tensor.InputException;

/**
 * A spec or a configuration that cannot mean anything: the message shows the value, what is
 * accepted, and what to change.
 */
public final class SpecException extends InputException {
  private static final long serialVersionUID = 1L;

  public SpecException(String message) {
    super(message);
  }
}
