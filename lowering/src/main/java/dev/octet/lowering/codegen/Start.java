package dev.octet.lowering.codegen;

/** What a kernel runs from its first call on. */
enum Start {
  /** Scalar code for ever. */
  SCALAR,
  /** Scalar code until the JIT compiler is done with the vector code. */
  SCALAR_FIRST,
  /** Vector code. */
  VECTORS
}
