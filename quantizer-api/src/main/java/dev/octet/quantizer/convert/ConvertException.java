package dev.octet.quantizer.convert;

import dev.octet.tensor.InputException;

/** A prepared program that cannot be converted; the message names the site and what to change. */
public final class ConvertException extends InputException {
  private static final long serialVersionUID = 1L;

  public ConvertException(String message) {
    super(message);
  }

  public ConvertException(String message, Throwable cause) {
    super(message, cause);
  }
}
