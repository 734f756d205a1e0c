package dev.octet.graph.match;

/**
 * A name for a node in a pattern; the match is asked for it. Compared by identity. Where a pattern
 * has the same capture twice, both places must be the same node.
 *
 * @param <O> the record or trait of the node's operator
 */
// The parameter ties what a pattern describes to what the match gives back.
@SuppressWarnings("UnusedTypeParameter")
public final class NodeCapture<O> {
  private final String name;

  private NodeCapture(String name) {
    this.name = name;
  }

  public static <O> NodeCapture<O> named(String name) {
    return new NodeCapture<>(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
