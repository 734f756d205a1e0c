/**
 * Integer expressions over named symbols, used as tensor sizes, strides and ranges. In: numbers,
 * symbols, and the expression text of {@code .pt2} files (constructor notation or infix). Out:
 * immutable values in a canonical form, which compare equal when their forms are equal, print both
 * notations, and evaluate with checked 64-bit arithmetic once the symbols have values. Conditions
 * and floating-point expressions have small types of their own. Knows nothing of tensors or graphs.
 */
@NullMarked
package dev.octet.symbol;

import org.jspecify.annotations.NullMarked;
