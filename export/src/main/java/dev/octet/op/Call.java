package dev.octet.op;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;

/**
 * An operator that no pass looks into: it is captured, printed, written and evaluated by its schema
 * alone.
 */
public record Call(OpSchema schema, ImmutableList<Argument> arguments) implements Op {
  public Call {
    Preconditions.checkArgument(
        arguments.size() == schema.parameters().size(),
        "%s: %s arguments, expected %s",
        schema.name(),
        arguments.size(),
        schema.parameters().size());
  }
}
