package dev.octet.lowering.codegen.loop;

/** Writes a value to an element of a buffer. */
public record Store(Buffer buffer, Affine index, Expr value) {}
