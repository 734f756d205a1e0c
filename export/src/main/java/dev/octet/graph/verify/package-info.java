/**
 * Checks graphs: a graph and the dialect it claims to be in flow in, a list of violations flows
 * out, each naming its node. One class for each rule; {@link dev.octet.graph.verify.Dialect} lists
 * the rules of every stage.
 */
@NullMarked
package dev.octet.graph.verify;

import org.jspecify.annotations.NullMarked;
