package dev.octet.lowering.codegen.loop;

/**
 * Writes a value to an element of a buffer. A 32-bit integer that is written as one of 64 bits is
 * widened by the store, as there are vectors of the former alone.
 */
public record Store(Buffer buffer, Affine index, Expr value) {
  public Store {
    if (buffer.storage() == Storage.S64
        && value instanceof Expr.Apply apply
        && apply.operation() == Operation.CONVERT
        && apply.operands().getFirst().type() == LaneType.I32) {
      value = apply.operands().getFirst();
    }
  }
}
