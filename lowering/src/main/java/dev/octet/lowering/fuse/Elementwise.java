package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;

/** Nodes that generated code computes in one go: pointwise functions, reductions, moves. */
public record Elementwise(
    ImmutableList<Node> nodes, ImmutableList<Value> reads, ImmutableList<Value> writes)
    implements Region {}
