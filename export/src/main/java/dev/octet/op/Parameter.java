package dev.octet.op;

import java.util.Optional;

/**
 * A formal parameter.
 *
 * @param keywordOnly whether it can only be passed by name
 * @param mutated whether the operator writes into the tensor passed
 * @param defaultValue what a call that leaves it out gets; empty if it is required
 */
public record Parameter(
    String name,
    ParameterType type,
    boolean keywordOnly,
    boolean mutated,
    Optional<Argument> defaultValue) {
  @Override
  public String toString() {
    return name
        + ": "
        + type
        + (mutated ? "!" : "")
        + defaultValue.map(value -> "=" + value).orElse("");
  }
}
