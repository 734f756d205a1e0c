package dev.octet.lowering.codegen;

import dev.octet.tensor.InputException;

/** A node that cannot be part of a generated kernel; the message is the reason. */
final class DeclinedException extends InputException {
  private static final long serialVersionUID = 1;

  DeclinedException(String reason) {
    super(reason);
  }
}
