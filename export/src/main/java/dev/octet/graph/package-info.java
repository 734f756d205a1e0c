/**
 * The graph: values with static types, nodes that apply an operator to values, and where each node
 * came from. Immutable; a builder exists only inside a lambda. Captured programs flow in, passes
 * turn graphs into graphs, and evaluators, writers and backends read them.
 */
@NullMarked
package dev.octet.graph;

import org.jspecify.annotations.NullMarked;
