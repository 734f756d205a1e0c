package dev.octet.cli;

/** What runs a program: the choices of {@code --engine}. */
enum Engine {
  /** Kernels for this processor. */
  cpu,
  /** Slow, scalar, obvious Java in PyTorch's arithmetic; runs everything. */
  reference
}
