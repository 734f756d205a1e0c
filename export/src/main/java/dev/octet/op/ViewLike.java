package dev.octet.op;

/**
 * Operators of one tensor whose result has the same elements in another shape or order. They
 * compute nothing: any element type passes through.
 */
public sealed interface ViewLike permits Flatten, Permute, Reshape, Transpose {}
