package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.flatten.using_ints}: joins the dimensions from {@link #start} to {@link #end} into
 * one.
 */
public record Flatten(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ViewLike, PreservesQuantization {
  /** The first dimension joined; negative counts from the end. */
  public long start() {
    return Literals.integer(this, "start_dim");
  }

  /** The last dimension joined; negative counts from the end. */
  public long end() {
    return Literals.integer(this, "end_dim");
  }
}
