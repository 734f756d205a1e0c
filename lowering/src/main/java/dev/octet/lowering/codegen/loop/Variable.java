package dev.octet.lowering.codegen.loop;

/** An integer that index expressions are made of. Compared by value. */
public sealed interface Variable permits LoopVariable, DerivedVariable {
  /** The smallest value it takes. */
  long min();

  /** The largest value it takes. */
  long max();
}
