package dev.octet.testkit.quantizer;

import java.util.Optional;

/**
 * One breach of the contract.
 *
 * @param where the node, as messages name it; empty if the step concerns the whole program
 * @param cause what was thrown, if anything was
 */
public record Failure(
    String model, Step step, String where, String problem, Optional<Throwable> cause) {

  /** {@code mlp, determinism, %linear aten.linear.default (fc1): …}. */
  @Override
  public String toString() {
    return model + ", " + step + (where.isEmpty() ? "" : ", " + where) + ": " + problem;
  }
}
