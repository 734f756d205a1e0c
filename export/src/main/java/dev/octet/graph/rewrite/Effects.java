package dev.octet.graph.rewrite;

import dev.octet.graph.Node;

/** What a node does beside computing its results. */
final class Effects {
  private Effects() {}

  /**
   * True if the node must stay even if nobody reads its results: an assertion or another operator
   * without results, one that writes its operands, or one that the catalogue does not describe.
   */
  static boolean has(Node node) {
    return node.results().isEmpty()
        || node.op().schema().isInPlace()
        || !node.op().schema().known();
  }
}
