package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.relu.default}: {@code max(self, 0)}. */
public record Relu(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ElementWise {}
