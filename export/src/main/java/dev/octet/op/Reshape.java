package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.view/reshape/_unsafe_view.default}: the same elements in row-major order, in another
 * shape.
 */
public record Reshape(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ViewLike, PreservesQuantization {
  /**
   * The sizes asked for: literals, of which one may be −1, and operands that are symbolic numbers.
   */
  public ImmutableList<Argument> sizes() {
    return Literals.elements(this, schema().position("size") >= 0 ? "size" : "shape");
  }
}
