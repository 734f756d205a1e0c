package dev.octet.graph.rewrite;

import dev.octet.tensor.InputException;

/** A rule that cannot be applied as it is written; the message names the rule and the node. */
public final class RewriteException extends InputException {
  private static final long serialVersionUID = 1L;

  RewriteException(String message) {
    super(message);
  }
}
