package dev.octet.cli;

import dev.octet.graph.evaluate.Evaluator;

/** What runs a program: the choices of {@code --engine}. */
enum Engine {
  /** Slow, scalar, obvious Java in PyTorch's arithmetic; runs everything. */
  reference {
    @Override
    Evaluator evaluator() {
      return Evaluator.reference();
    }
  };

  abstract Evaluator evaluator();
}
