package dev.octet.graph.rewrite;

import dev.octet.graph.Graph;
import dev.octet.graph.verify.Dialect;
import java.util.function.BiFunction;

/** A step from graph to graph, of a dialect to the same or another. Stateless. */
public interface Pass {
  String name();

  /** What the graph that goes in must be. */
  Dialect input();

  /** What the graph that comes out is. */
  Dialect output();

  /** The new graph; the same object if nothing changed. */
  Graph run(Graph graph, PassTrace trace);

  /** A pass from its parts. */
  static Pass of(
      String name, Dialect input, Dialect output, BiFunction<Graph, PassTrace, Graph> body) {
    return new FunctionPass(name, input, output, body);
  }
}
