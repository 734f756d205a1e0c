package dev.octet.graph;

/**
 * A place where a value is read: an operand of a node. Being an output of the graph is asked of the
 * graph.
 */
public record Use(Node user, int operand) {}
