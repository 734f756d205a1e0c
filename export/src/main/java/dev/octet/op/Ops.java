package dev.octet.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/**
 * Makes operators from a schema and bound arguments: the typed record where there is one, else a
 * {@link Call}.
 */
public final class Ops {
  private interface Maker {
    Op make(OpSchema schema, ImmutableList<Argument> arguments);
  }

  /** One entry for each maker: a method reference costs a class at start-up. */
  private static final ImmutableMap<OpName, Maker> TYPED = typed();

  private static ImmutableMap<OpName, Maker> typed() {
    ImmutableMap.Builder<OpName, Maker> makers = ImmutableMap.builder();
    put(makers, Convolution::new, AtenOps.CONV1D, AtenOps.CONV2D, AtenOps.CONV3D);
    put(makers, Ops::convolution, AtenOps.CONVOLUTION);
    put(
        makers,
        TransposedConvolution::new,
        AtenOps.CONV_TRANSPOSE1D,
        AtenOps.CONV_TRANSPOSE2D,
        AtenOps.CONV_TRANSPOSE3D);
    put(makers, Linear::new, AtenOps.LINEAR);
    put(makers, MatMul::new, AtenOps.MATMUL, AtenOps.MM, AtenOps.BMM);
    put(makers, AddMm::new, AtenOps.ADDMM);
    put(makers, BatchNorm::new, AtenOps.BATCH_NORM, AtenOps.NATIVE_BATCH_NORM_NO_TRAINING);
    put(makers, LayerNorm::new, AtenOps.LAYER_NORM, AtenOps.NATIVE_LAYER_NORM);
    put(makers, Add::new, AtenOps.ADD_TENSOR, AtenOps.ADD_SCALAR);
    put(makers, Mul::new, AtenOps.MUL_TENSOR, AtenOps.MUL_SCALAR);
    put(makers, Relu::new, AtenOps.RELU);
    put(
        makers,
        Clamp::new,
        AtenOps.RELU6,
        AtenOps.HARDTANH,
        AtenOps.CLAMP,
        AtenOps.CLAMP_MIN,
        AtenOps.CLAMP_MAX);
    put(
        makers,
        Activation::new,
        AtenOps.SILU,
        AtenOps.GELU,
        AtenOps.HARDSWISH,
        AtenOps.HARDSIGMOID,
        AtenOps.SIGMOID,
        AtenOps.TANH,
        AtenOps.LEAKY_RELU,
        AtenOps.ELU,
        AtenOps.SELU,
        AtenOps.CELU,
        AtenOps.MISH,
        AtenOps.SOFTPLUS);
    put(
        makers,
        MaxPool::new,
        AtenOps.MAX_POOL1D,
        AtenOps.MAX_POOL2D,
        AtenOps.MAX_POOL3D,
        AtenOps.MAX_POOL2D_WITH_INDICES);
    put(makers, AvgPool::new, AtenOps.AVG_POOL1D, AtenOps.AVG_POOL2D, AtenOps.AVG_POOL3D);
    put(
        makers,
        AdaptiveAvgPool::new,
        AtenOps.ADAPTIVE_AVG_POOL1D,
        AtenOps.ADAPTIVE_AVG_POOL2D,
        AtenOps.ADAPTIVE_AVG_POOL3D);
    put(
        makers,
        Upsample::new,
        AtenOps.UPSAMPLE_NEAREST1D,
        AtenOps.UPSAMPLE_NEAREST1D_VEC,
        AtenOps.UPSAMPLE_NEAREST2D,
        AtenOps.UPSAMPLE_NEAREST2D_VEC,
        AtenOps.UPSAMPLE_NEAREST3D,
        AtenOps.UPSAMPLE_NEAREST3D_VEC,
        AtenOps.UPSAMPLE_NEAREST_EXACT1D,
        AtenOps.UPSAMPLE_NEAREST_EXACT1D_VEC,
        AtenOps.UPSAMPLE_NEAREST_EXACT2D,
        AtenOps.UPSAMPLE_NEAREST_EXACT2D_VEC,
        AtenOps.UPSAMPLE_NEAREST_EXACT3D,
        AtenOps.UPSAMPLE_NEAREST_EXACT3D_VEC,
        AtenOps.UPSAMPLE_LINEAR1D,
        AtenOps.UPSAMPLE_LINEAR1D_VEC,
        AtenOps.UPSAMPLE_BILINEAR2D,
        AtenOps.UPSAMPLE_BILINEAR2D_VEC,
        AtenOps.UPSAMPLE_TRILINEAR3D,
        AtenOps.UPSAMPLE_TRILINEAR3D_VEC,
        AtenOps.UPSAMPLE_BICUBIC2D,
        AtenOps.UPSAMPLE_BICUBIC2D_VEC);
    put(makers, Concat::new, AtenOps.CAT, AtenOps.CONCAT);
    put(makers, Flatten::new, AtenOps.FLATTEN);
    put(makers, Reshape::new, AtenOps.VIEW, AtenOps.RESHAPE, AtenOps.UNSAFE_VIEW);
    put(makers, Permute::new, AtenOps.PERMUTE);
    put(makers, Transpose::new, AtenOps.TRANSPOSE, AtenOps.T);
    put(makers, Softmax::new, AtenOps.SOFTMAX, AtenOps.SOFTMAX_CORE);
    put(makers, Embedding::new, AtenOps.EMBEDDING);
    put(makers, Mean::new, AtenOps.MEAN, AtenOps.MEAN_DIM);
    put(makers, Dropout::new, AtenOps.DROPOUT);
    put(
        makers,
        Split::new,
        AtenOps.SPLIT,
        AtenOps.SPLIT_SIZES,
        AtenOps.SPLIT_WITH_SIZES,
        AtenOps.CHUNK);
    put(
        makers,
        ToCopy::new,
        AtenOps.TO_COPY,
        AtenOps.TO_DTYPE,
        AtenOps.TO_DTYPE_LAYOUT,
        AtenOps.TO_DEVICE,
        QuantizedOps.CONVERT_ELEMENT_TYPE);
    put(
        makers,
        Quantize::new,
        QuantizedOps.QUANTIZE_PER_TENSOR,
        QuantizedOps.QUANTIZE_PER_TENSOR_TENSOR);
    put(
        makers,
        Dequantize::new,
        QuantizedOps.DEQUANTIZE_PER_TENSOR,
        QuantizedOps.DEQUANTIZE_PER_TENSOR_TENSOR);
    put(makers, Observe::new, QuantizedOps.OBSERVE);
    put(makers, QuantizePerChannel::new, QuantizedOps.QUANTIZE_PER_CHANNEL);
    put(makers, DequantizePerChannel::new, QuantizedOps.DEQUANTIZE_PER_CHANNEL);
    put(
        makers,
        ChooseQParams::new,
        QuantizedOps.CHOOSE_QPARAMS,
        QuantizedOps.CHOOSE_QPARAMS_SYMMETRIC);
    return makers.buildOrThrow();
  }

  private static void put(
      ImmutableMap.Builder<OpName, Maker> makers, Maker maker, OpName... names) {
    for (OpName name : names) {
      makers.put(name, maker);
    }
  }

  private Ops() {}

  /**
   * The operator with these arguments, one for each parameter of the schema. Use {@link Binding} to
   * get them from a call.
   */
  public static Op of(OpSchema schema, List<Argument> arguments) {
    Maker maker = schema.known() ? TYPED.getOrDefault(schema.name(), Call::new) : Call::new;
    return maker.make(schema, ImmutableList.copyOf(arguments));
  }

  private static Op convolution(OpSchema schema, ImmutableList<Argument> arguments) {
    return switch (arguments.get(schema.position("transposed"))) {
      case Argument.Bool(boolean transposed) when transposed ->
          new TransposedConvolution(schema, arguments);
      case Argument.Bool _ -> new Convolution(schema, arguments);
      default -> new Call(schema, arguments);
    };
  }
}
