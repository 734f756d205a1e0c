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

  private static final ImmutableMap<OpName, Maker> TYPED =
      ImmutableMap.<OpName, Maker>builder()
          .put(AtenOps.CONV1D, Convolution::new)
          .put(AtenOps.CONV2D, Convolution::new)
          .put(AtenOps.CONV3D, Convolution::new)
          .put(AtenOps.CONVOLUTION, Ops::convolution)
          .put(AtenOps.CONV_TRANSPOSE1D, TransposedConvolution::new)
          .put(AtenOps.CONV_TRANSPOSE2D, TransposedConvolution::new)
          .put(AtenOps.CONV_TRANSPOSE3D, TransposedConvolution::new)
          .put(AtenOps.LINEAR, Linear::new)
          .put(AtenOps.MATMUL, MatMul::new)
          .put(AtenOps.MM, MatMul::new)
          .put(AtenOps.BMM, MatMul::new)
          .put(AtenOps.ADDMM, AddMm::new)
          .put(AtenOps.BATCH_NORM, BatchNorm::new)
          .put(AtenOps.NATIVE_BATCH_NORM_NO_TRAINING, BatchNorm::new)
          .put(AtenOps.LAYER_NORM, LayerNorm::new)
          .put(AtenOps.NATIVE_LAYER_NORM, LayerNorm::new)
          .put(AtenOps.ADD_TENSOR, Add::new)
          .put(AtenOps.ADD_SCALAR, Add::new)
          .put(AtenOps.MUL_TENSOR, Mul::new)
          .put(AtenOps.MUL_SCALAR, Mul::new)
          .put(AtenOps.RELU, Relu::new)
          .put(AtenOps.RELU6, Clamp::new)
          .put(AtenOps.HARDTANH, Clamp::new)
          .put(AtenOps.CLAMP, Clamp::new)
          .put(AtenOps.CLAMP_MIN, Clamp::new)
          .put(AtenOps.CLAMP_MAX, Clamp::new)
          .put(AtenOps.SILU, Activation::new)
          .put(AtenOps.GELU, Activation::new)
          .put(AtenOps.HARDSWISH, Activation::new)
          .put(AtenOps.HARDSIGMOID, Activation::new)
          .put(AtenOps.SIGMOID, Activation::new)
          .put(AtenOps.TANH, Activation::new)
          .put(AtenOps.LEAKY_RELU, Activation::new)
          .put(AtenOps.ELU, Activation::new)
          .put(AtenOps.SELU, Activation::new)
          .put(AtenOps.CELU, Activation::new)
          .put(AtenOps.MISH, Activation::new)
          .put(AtenOps.SOFTPLUS, Activation::new)
          .put(AtenOps.MAX_POOL1D, MaxPool::new)
          .put(AtenOps.MAX_POOL2D, MaxPool::new)
          .put(AtenOps.MAX_POOL3D, MaxPool::new)
          .put(AtenOps.MAX_POOL2D_WITH_INDICES, MaxPool::new)
          .put(AtenOps.AVG_POOL1D, AvgPool::new)
          .put(AtenOps.AVG_POOL2D, AvgPool::new)
          .put(AtenOps.AVG_POOL3D, AvgPool::new)
          .put(AtenOps.ADAPTIVE_AVG_POOL1D, AdaptiveAvgPool::new)
          .put(AtenOps.ADAPTIVE_AVG_POOL2D, AdaptiveAvgPool::new)
          .put(AtenOps.ADAPTIVE_AVG_POOL3D, AdaptiveAvgPool::new)
          .put(AtenOps.CAT, Concat::new)
          .put(AtenOps.CONCAT, Concat::new)
          .put(AtenOps.FLATTEN, Flatten::new)
          .put(AtenOps.VIEW, Reshape::new)
          .put(AtenOps.RESHAPE, Reshape::new)
          .put(AtenOps.UNSAFE_VIEW, Reshape::new)
          .put(AtenOps.PERMUTE, Permute::new)
          .put(AtenOps.TRANSPOSE, Transpose::new)
          .put(AtenOps.T, Transpose::new)
          .put(AtenOps.SOFTMAX, Softmax::new)
          .put(AtenOps.SOFTMAX_CORE, Softmax::new)
          .put(AtenOps.EMBEDDING, Embedding::new)
          .put(AtenOps.MEAN, Mean::new)
          .put(AtenOps.MEAN_DIM, Mean::new)
          .put(AtenOps.DROPOUT, Dropout::new)
          .put(AtenOps.SPLIT, Split::new)
          .put(AtenOps.SPLIT_SIZES, Split::new)
          .put(AtenOps.SPLIT_WITH_SIZES, Split::new)
          .put(AtenOps.CHUNK, Split::new)
          .put(AtenOps.TO_COPY, ToCopy::new)
          .put(AtenOps.TO_DTYPE, ToCopy::new)
          .put(AtenOps.TO_DTYPE_LAYOUT, ToCopy::new)
          .put(AtenOps.TO_DEVICE, ToCopy::new)
          .put(QuantizedOps.QUANTIZE_PER_TENSOR, Quantize::new)
          .put(QuantizedOps.QUANTIZE_PER_TENSOR_TENSOR, Quantize::new)
          .put(QuantizedOps.DEQUANTIZE_PER_TENSOR, Dequantize::new)
          .put(QuantizedOps.DEQUANTIZE_PER_TENSOR_TENSOR, Dequantize::new)
          .put(QuantizedOps.QUANTIZE_PER_CHANNEL, QuantizePerChannel::new)
          .put(QuantizedOps.DEQUANTIZE_PER_CHANNEL, DequantizePerChannel::new)
          .put(QuantizedOps.CHOOSE_QPARAMS, ChooseQParams::new)
          .put(QuantizedOps.CHOOSE_QPARAMS_SYMMETRIC, ChooseQParams::new)
          .put(QuantizedOps.CONVERT_ELEMENT_TYPE, ToCopy::new)
          .buildOrThrow();

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
