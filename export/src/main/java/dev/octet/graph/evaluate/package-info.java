/**
 * The reference evaluator: runs any graph on tensors with slow, scalar, obvious Java in PyTorch's
 * arithmetic. It is the oracle that faster backends are held to. Graphs and tensors flow in,
 * tensors flow out.
 */
@NullMarked
package dev.octet.graph.evaluate;

import org.jspecify.annotations.NullMarked;
