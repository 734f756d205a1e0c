package dev.octet.lowering.fuse;

import dev.octet.graph.Node;

/** What happens to the result of a contraction before it is stored, in this order. */
public sealed interface PostOperation {
  /** The node that says it. */
  Node node();

  /** A function of each number alone: a typed relu, clamp or activation. */
  record Function(Node node) implements PostOperation {}

  /**
   * A quantize and a dequantize: the result is what integers can stand for, as floating-point
   * numbers. Only products in floating point end so.
   *
   * @param node the quantize
   */
  record Rounding(Node node, Affine affine) implements PostOperation {}

  /** Another tensor is added. */
  record Sum(Node node, Stored other) implements PostOperation {}
}
