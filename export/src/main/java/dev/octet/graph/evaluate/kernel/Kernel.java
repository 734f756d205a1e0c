package dev.octet.graph.evaluate.kernel;

/**
 * Computes one operator. Returns a {@link dev.octet.tensor.Tensor} allocated with {@link
 * KernelArguments#allocate}, a {@code Long}, {@code Double} or {@code Boolean} for a symbolic
 * number, or a {@code List} of these for several results (the elements of a list result one by
 * one). Never returns an operand: a view is a copy. Stateless.
 */
@FunctionalInterface
public interface Kernel {
  Object compute(KernelArguments in);
}
