/**
 * Copies picked by index tensors on a device: embedding, {@code index_select}, {@code index}. In:
 * lookups. Out: kernels that copy elements, whatever their type, and tell of indices that are out
 * of range; the run fails with what the reference evaluator says of them.
 */
@NullMarked
package dev.octet.lowering.opencl.lookup;

import org.jspecify.annotations.NullMarked;
