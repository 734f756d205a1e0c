package dev.octet.nn;

import dev.octet.nn.trace.Callee;
import dev.octet.nn.trace.Session;
import java.util.function.Supplier;

/** What Python writes in square brackets, colons for the dimensions in front included. */
final class Indexing {
  private Indexing() {}

  /** {@code x[:, index]} for dimension 1. */
  static Variable at(Variable x, int dimension, long index) {
    return indexing(
        () -> Dispatch.one(Callee.indexing(), "select.int", past(x, dimension), dimension, index));
  }

  /**
   * {@code x[:, from:to]} for dimension 1.
   *
   * @param from an integer, or a {@link Size}; so is {@code to}
   */
  static Variable slice(Variable x, int dimension, Object from, Object to) {
    return indexing(() ->
        Dispatch.one(Callee.indexing(), "slice.Tensor", past(x, dimension), dimension, from, to));
  }

  /** {@code x[:, None, None]} for 1 and 2. */
  static Variable unsqueezeEach(Variable x, int... dimensions) {
    return indexing(() -> {
      Variable result = x;
      int next = 0;
      for (int dimension : dimensions) {
        for (; next < dimension; next++) {
          result = whole(result, next);
        }
        result = result.unsqueeze(dimension);
        next = dimension + 1;
      }
      return result;
    });
  }

  private static Variable indexing(Supplier<Variable> body) {
    return Session.current().inFunction(Callee.indexing(), body);
  }

  /** What colons for the dimensions before this one leave; a negative one has none before it. */
  private static Variable past(Variable x, int dimension) {
    Variable result = x;
    for (int i = 0; i < dimension; i++) {
      result = whole(result, i);
    }
    return result;
  }

  /** A colon: a slice of everything, where PyTorch keeps it. */
  private static Variable whole(Variable x, int dimension) {
    return dimension < x.dim() && Session.current().keepsWholeRange(x.handle(), dimension)
        ? Dispatch.one(Callee.indexing(), "slice.Tensor", x, dimension, 0L, Long.MAX_VALUE)
        : x;
  }
}
