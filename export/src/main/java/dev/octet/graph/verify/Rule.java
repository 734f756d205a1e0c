package dev.octet.graph.verify;

import dev.octet.graph.Graph;

/**
 * Something that holds of every graph of a dialect. Stateless; checks one graph without its
 * subgraphs, in linear time.
 */
interface Rule {
  void check(Graph graph, Findings findings);
}
