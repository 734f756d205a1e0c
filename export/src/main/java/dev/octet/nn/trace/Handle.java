package dev.octet.nn.trace;

/**
 * Marks an argument that is an operand.
 *
 * @param value a tensor, a value of the graph being recorded, or a {@code Long} for a number that
 *     is known
 */
public record Handle(Object value) {}
