package dev.octet.graph.match;

import dev.octet.graph.GraphView;
import dev.octet.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a match in progress has bound. Bindings are undone when what follows them does not fit. */
final class MatchState {
  /** What remains to be matched. */
  @FunctionalInterface
  interface Rest {
    boolean match();
  }

  private final GraphView graph;
  private final Map<Object, Object> bindings = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  MatchState(GraphView graph) {
    this.graph = graph;
  }

  GraphView graph() {
    return graph;
  }

  /**
   * Binds a capture, if there is one, and goes on; a capture that is bound already must be bound to
   * the same thing.
   */
  boolean with(@Nullable Object capture, Object thing, Rest rest) {
    if (capture == null) {
      return rest.match();
    }
    Object bound = bindings.get(capture);
    if (bound != null) {
      return bound.equals(thing) && rest.match();
    }
    bindings.put(capture, thing);
    if (rest.match()) {
      return true;
    }
    bindings.remove(capture);
    return false;
  }

  /** Counts a node among those matched, and goes on. */
  boolean through(Node node, Rest rest) {
    nodes.add(node);
    if (rest.match()) {
      return true;
    }
    nodes.removeLast();
    return false;
  }

  Match finish(Node root) {
    return new Match(graph, root, nodes, bindings);
  }
}
