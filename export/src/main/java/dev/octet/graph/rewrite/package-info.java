/**
 * Graphs into graphs: rules (a pattern and what takes its place), the driver that applies them to a
 * fixpoint, and passes put together into pipelines whose dialects must fit. Graphs are never
 * changed; every run gives a new one.
 */
@NullMarked
package dev.octet.graph.rewrite;

import org.jspecify.annotations.NullMarked;
