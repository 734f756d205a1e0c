package dev.octet.op;

/**
 * The operators that passes look into. Each is a record over the same bound arguments as a {@link
 * Call}, with accessors for what a pass asks; {@code switch} over this family is exhaustive, so a
 * new member makes every decision point a compile error.
 */
public sealed interface TypedOp extends Op
    permits Activation,
        AdaptiveAvgPool,
        Add,
        AddMm,
        AvgPool,
        BatchNorm,
        ChooseQParams,
        Clamp,
        Concat,
        Convolution,
        DequantizePerChannel,
        Dropout,
        Embedding,
        Flatten,
        LayerNorm,
        Linear,
        MatMul,
        MaxPool,
        Mean,
        Mul,
        Observe,
        PerTensorAffine,
        Permute,
        QuantizePerChannel,
        Relu,
        Reshape,
        Softmax,
        Split,
        ToCopy,
        Transpose,
        TransposedConvolution,
        Upsample {}
