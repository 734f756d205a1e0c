package dev.octet.graph.evaluate;

import dev.octet.tensor.InputException;

/**
 * A graph could not be evaluated: the message names the node, what was found and what was expected.
 */
public final class EvaluationException extends InputException {
  private static final long serialVersionUID = 1L;

  EvaluationException(String message, Throwable cause) {
    super(message, cause);
  }

  EvaluationException(String message) {
    super(message);
  }
}
