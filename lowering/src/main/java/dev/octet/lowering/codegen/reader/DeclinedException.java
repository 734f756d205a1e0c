package dev.octet.lowering.codegen.reader;

import dev.octet.tensor.InputException;

/** A node that cannot be part of a generated kernel; the message is the reason. */
public final class DeclinedException extends InputException {
  private static final long serialVersionUID = 1;

  /**
   * Declines.
   *
   * @param reason in words that follow "cannot be compiled"
   */
  public DeclinedException(String reason) {
    super(reason);
  }
}
