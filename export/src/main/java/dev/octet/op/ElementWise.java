package dev.octet.op;

/**
 * Operators whose result at an index depends on the operands at that index alone (after
 * broadcasting). With no choice of their own about order, they can run fused with what computes
 * their operand.
 */
public sealed interface ElementWise permits Activation, Add, Clamp, Dropout, Mul, Relu, ToCopy {}
