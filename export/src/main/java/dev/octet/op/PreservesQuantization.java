package dev.octet.op;

/**
 * Operators whose result lies in the range of their operands: what is quantized with some scale and
 * zero point may be given to them, and their result has the same scale and zero point.
 */
public sealed interface PreservesQuantization
    permits AdaptiveAvgPool,
        AvgPool,
        Concat,
        Flatten,
        MaxPool,
        Permute,
        Reshape,
        Split,
        Transpose {}
