package dev.octet.lowering.fuse;

import dev.octet.graph.Node;

/** What happens to the result of a contraction before it is stored, in this order. */
public sealed interface PostOperation {
  /** The node that says it. */
  Node node();

  /** A function of each number alone: a typed relu, clamp or activation. */
  record Function(Node node) implements PostOperation {}

  /** Another tensor is added. */
  record Sum(Node node, Stored other) implements PostOperation {}
}
