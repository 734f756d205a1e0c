/**
 * The backend that runs anything: the reference evaluator, node by node. In: regions. Out: kernels
 * that evaluate their nodes. Slow; the ledger says where it is used and why.
 */
@NullMarked
package dev.octet.lowering.reference;

import org.jspecify.annotations.NullMarked;
