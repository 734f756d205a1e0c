/**
 * The kernels of the reference evaluator, one family of operators per file: tensors in native
 * memory in, fresh tensors out. {@link dev.octet.graph.evaluate.kernel.KernelTable} is the list of
 * them all.
 */
@NullMarked
package dev.octet.graph.evaluate.kernel;

import org.jspecify.annotations.NullMarked;
