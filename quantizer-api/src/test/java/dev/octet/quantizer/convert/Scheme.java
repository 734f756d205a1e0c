package dev.octet.quantizer.convert;

import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;

/** How the tensors of a test are quantized. */
enum Scheme {
  INT8_TENSOR(DType.INT8, -128, 127, QScheme.PER_TENSOR_SYMMETRIC),
  INT8_CHANNEL(DType.INT8, -128, 127, QScheme.PER_CHANNEL_SYMMETRIC),
  UINT8_TENSOR(DType.UINT8, 0, 255, QScheme.PER_TENSOR_AFFINE),
  UINT8_CHANNEL(DType.UINT8, 0, 255, QScheme.PER_CHANNEL_AFFINE),
  NARROW_INT8(DType.INT8, -100, 90, QScheme.PER_CHANNEL_AFFINE);

  final DType dtype;
  final long min;
  final long max;
  final QScheme weights;

  Scheme(DType dtype, long min, long max, QScheme weights) {
    this.dtype = dtype;
    this.min = min;
    this.max = max;
    this.weights = weights;
  }

  QuantizationSpec activation() {
    return QuantizationSpec.builder(dtype, ObserverKind.minMax(0x1p-12))
        .range(min, max)
        .qscheme(QScheme.PER_TENSOR_AFFINE)
        .build();
  }

  QuantizationSpec dynamic() {
    return QuantizationSpec.builder(dtype, ObserverKind.placeholder(0x1p-12))
        .range(min, max)
        .qscheme(QScheme.PER_TENSOR_AFFINE)
        .dynamic(true)
        .build();
  }

  QuantizationSpec weight() {
    boolean channels = weights.isPerChannel();
    QuantizationSpec.Builder builder =
        QuantizationSpec.builder(
                dtype,
                channels ? ObserverKind.perChannelMinMax(0x1p-12) : ObserverKind.minMax(0x1p-12))
            .range(min, max)
            .qscheme(weights);
    return (channels ? builder.channelAxis(0) : builder).build();
  }
}
