/**
 * From nodes to regions: groups of nodes that one kernel computes. In: a frozen graph. Out: regions
 * in an order in which they can run. A region says what it computes in terms of the nodes it
 * covers, so any backend may run it, node by node if need be.
 */
@NullMarked
package dev.octet.lowering.fuse;

import org.jspecify.annotations.NullMarked;
