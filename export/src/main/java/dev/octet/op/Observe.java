package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code octet.observe.default}: a tensor that an observer watches, given on unchanged. */
public record Observe(OpSchema schema, ImmutableList<Argument> arguments) implements TypedOp {
  /** The name of the observer; nodes whose tensors share one have the same. */
  public String observer() {
    return argument("observer") instanceof Argument.Str(String name) ? name : "";
  }
}
