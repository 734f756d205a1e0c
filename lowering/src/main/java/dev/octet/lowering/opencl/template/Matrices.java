package dev.octet.lowering.opencl.template;

import dev.octet.lowering.kernel.Buffer;
import dev.octet.tensor.Shape;

/**
 * An operand of a batched product as matrices in two dimensions of batch, with steps in elements.
 * What an operand has only once is read by all, with step 0.
 */
record Matrices(long outer, long inner, long row, long column) {
  /** Most dimensions that have steps of their own. */
  static final int RANK = 4;

  /**
   * The first operand; one of one dimension is a row.
   *
   * @param result the shape of the product of which it is an operand, of at least two dimensions
   */
  static Matrices left(Buffer buffer, Shape result) {
    int rank = buffer.shape().rank();
    return rank == 1
        ? new Matrices(0, 0, 0, buffer.strides().get(0))
        : of(buffer, result, buffer.strides().get(rank - 2), buffer.strides().get(rank - 1));
  }

  /** The second operand; one of one dimension is a column. */
  static Matrices right(Buffer buffer, Shape result) {
    int rank = buffer.shape().rank();
    return rank == 1
        ? new Matrices(0, 0, buffer.strides().get(0), 0)
        : of(buffer, result, buffer.strides().get(rank - 2), buffer.strides().get(rank - 1));
  }

  private static Matrices of(Buffer buffer, Shape result, long row, long column) {
    return new Matrices(batch(buffer, result, 4), batch(buffer, result, 3), row, column);
  }

  /** The step of a dimension of the batch, counted from the end. */
  private static long batch(Buffer buffer, Shape result, int fromEnd) {
    int own = buffer.shape().rank() - fromEnd;
    return own < 0 || (buffer.shape().size(own) == 1 && result.rank() >= fromEnd)
        ? 0
        : buffer.strides().get(own);
  }
}
