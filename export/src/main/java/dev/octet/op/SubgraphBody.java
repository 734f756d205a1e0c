package dev.octet.op;

/**
 * The body of a subgraph argument. Implemented by {@code dev.octet.graph.Graph} alone, which cannot
 * be named here without a cycle.
 */
public interface SubgraphBody {}
