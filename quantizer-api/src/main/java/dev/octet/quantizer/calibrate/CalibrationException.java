package dev.octet.quantizer.calibrate;

import dev.octet.tensor.InputException;

/** A batch that cannot be used, or a calibration that has not seen enough. */
public final class CalibrationException extends InputException {
  private static final long serialVersionUID = 1L;

  public CalibrationException(String message) {
    super(message);
  }

  public CalibrationException(String message, Throwable cause) {
    super(message, cause);
  }
}
