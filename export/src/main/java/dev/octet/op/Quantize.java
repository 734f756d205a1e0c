package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code quantized_decomposed.quantize_per_tensor.default} and {@code .tensor}: one scale for the
 * whole tensor.
 */
public record Quantize(OpSchema schema, ImmutableList<Argument> arguments)
    implements PerTensorAffine {}
