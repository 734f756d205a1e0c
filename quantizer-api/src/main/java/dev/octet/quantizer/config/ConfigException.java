package dev.octet.quantizer.config;

import dev.octet.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** A configuration that cannot be read or written; the message says where in the file. */
public final class ConfigException extends InputException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
