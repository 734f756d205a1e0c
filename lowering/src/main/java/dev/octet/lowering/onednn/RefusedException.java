package dev.octet.lowering.onednn;

import dev.octet.tensor.InputException;

/** An engine does not make something, which another backend can do; the message is the reason. */
final class RefusedException extends InputException {
  private static final long serialVersionUID = 1;

  RefusedException(String reason) {
    super(reason);
  }
}
