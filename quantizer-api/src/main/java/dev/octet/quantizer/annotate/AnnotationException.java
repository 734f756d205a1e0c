package dev.octet.quantizer.annotate;

import dev.octet.tensor.InputException;

/**
 * Annotations that contradict each other or the graph; the message names the quantizer's mistake.
 */
public final class AnnotationException extends InputException {
  private static final long serialVersionUID = 1L;

  public AnnotationException(String message) {
    super(message);
  }
}
