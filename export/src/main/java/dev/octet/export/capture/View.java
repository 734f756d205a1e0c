package dev.octet.export.capture;

import dev.octet.graph.Node;
import dev.octet.graph.Value;

/**
 * How a value looks into the memory of another.
 *
 * @param node the operator that made the view; its first operand is the base
 * @param result which of its results the view is
 */
record View(Node node, int result, Kind kind) {
  enum Kind {
    /** The same elements in the same order and shape. */
    SAME,
    /** The same elements in the same order under another shape. */
    RESHAPE,
    /** The same elements, dimensions permuted. */
    PERMUTE,
    /** A part of the elements: an index or a range of one dimension, or a diagonal. */
    PART,
    /**
     * Elements that several places of the view share, or a way of looking that has no inverse here.
     */
    ONE_WAY,
    /** A view or a copy, which of them only PyTorch's allocator knows. */
    UNCERTAIN
  }

  Value base() {
    return node.operand(0);
  }
}
