package dev.octet.quantizer.rule;

import dev.octet.tensor.InputException;

/** A rule that cannot be read, contradicts another, or is about nothing in the model. */
public final class RuleException extends InputException {
  private static final long serialVersionUID = 1L;

  public RuleException(String message) {
    super(message);
  }
}
