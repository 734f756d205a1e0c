package dev.octet.op;

/** Operators that combine an input with a weight, which in a trained network is a parameter. */
public sealed interface HasWeight permits Convolution, Embedding, Linear, TransposedConvolution {
  /** The position of the input among the node's operands. */
  int inputOperand();

  /** The position of the weight among the node's operands. */
  int weightOperand();
}
