package dev.octet.graph;

import dev.octet.op.Argument;

/**
 * One output of a graph: a value, or a literal (a number, a string, None) that the program returns
 * as it is.
 */
public sealed interface GraphOutput {
  record Of(Value value) implements GraphOutput {}

  record Literal(Argument argument) implements GraphOutput {}
}
