package dev.octet.op;

/** The quantization overloads that typed operators and passes refer to. */
public final class QuantizedOps {
  public static final OpName QUANTIZE_PER_TENSOR =
      new OpName("quantized_decomposed", "quantize_per_tensor", "default");
  public static final OpName QUANTIZE_PER_TENSOR_TENSOR =
      new OpName("quantized_decomposed", "quantize_per_tensor", "tensor");
  public static final OpName DEQUANTIZE_PER_TENSOR =
      new OpName("quantized_decomposed", "dequantize_per_tensor", "default");
  public static final OpName DEQUANTIZE_PER_TENSOR_TENSOR =
      new OpName("quantized_decomposed", "dequantize_per_tensor", "tensor");
  public static final OpName QUANTIZE_PER_CHANNEL =
      new OpName("quantized_decomposed", "quantize_per_channel", "default");
  public static final OpName DEQUANTIZE_PER_CHANNEL =
      new OpName("quantized_decomposed", "dequantize_per_channel", "default");
  public static final OpName CHOOSE_QPARAMS =
      new OpName("quantized_decomposed", "choose_qparams", "tensor");
  public static final OpName CHOOSE_QPARAMS_SYMMETRIC =
      new OpName("quantized_decomposed", "choose_qparams_symmetric", "tensor");
  public static final OpName CONVERT_ELEMENT_TYPE =
      new OpName("quantized_decomposed", "convert_element_type", "no_fuse");

  /**
   * Stands for an observer in a prepared graph: gives its input on, unchanged. Its second argument
   * says which observer it is.
   */
  public static final OpName OBSERVE = new OpName("octet", "observe", "default");

  private QuantizedOps() {}
}
