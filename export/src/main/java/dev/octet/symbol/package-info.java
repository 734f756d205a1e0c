/**
 * Integer expressions over named symbols, used as tensor sizes, strides and ranges. In: numbers,
 * symbols, and the expression text of {@code .pt2} files. Out: immutable values in a canonical
 * form, which compare equal when their forms are equal, print both notations of these files, and
 * evaluate with checked 64-bit arithmetic once the symbols have values. Nothing here knows of
 * graphs.
 */
@NullMarked
package dev.octet.symbol;

import org.jspecify.annotations.NullMarked;
