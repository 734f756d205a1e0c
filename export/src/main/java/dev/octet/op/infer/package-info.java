/**
 * Type inference: from an operator and the types of its operands to the types of its results, with
 * symbolic sizes kept and PyTorch's type promotion. One family of operators per file; {@link
 * dev.octet.op.infer.TypeInference} is the table of them all.
 */
@NullMarked
package dev.octet.op.infer;

import org.jspecify.annotations.NullMarked;
