package dev.octet.graph.rewrite;

import dev.octet.graph.Graph;
import dev.octet.graph.verify.Dialect;
import java.util.function.BiFunction;

/** A pass that is a function. */
record FunctionPass(
    String name, Dialect input, Dialect output, BiFunction<Graph, PassTrace, Graph> body)
    implements Pass {
  @Override
  public Graph run(Graph graph, PassTrace trace) {
    return body.apply(graph, trace);
  }
}
