/**
 * Copies picked by index tensors: embedding, {@code index_select}, {@code index}. In: single nodes.
 * Out: kernels that copy blocks of bytes, whatever their type; an index that is out of range is
 * reported as the reference evaluator reports it.
 */
@NullMarked
package dev.octet.lowering.lookup;

import org.jspecify.annotations.NullMarked;
