package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.matmul/mm/bmm.default}: the product of two tensors over the last dimension of the
 * left one.
 */
public record MatMul(OpSchema schema, ImmutableList<Argument> arguments) implements TypedOp {}
