/**
 * Typed patterns over graphs. A pattern describes a value by the operator that makes it and, in
 * turn, that operator's operands; matched against a node it gives the nodes and values it captured,
 * or nothing. Rewrite rules and quantizer annotators are written with it.
 */
@NullMarked
package dev.octet.graph.match;

import org.jspecify.annotations.NullMarked;
