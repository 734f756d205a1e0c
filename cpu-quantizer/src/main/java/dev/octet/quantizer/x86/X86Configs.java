package dev.octet.quantizer.x86;

import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;

/** The configurations that PyTorch has for x86; all with eps 2<sup>−12</sup>. */
final class X86Configs {
  static final double EPS = 0x1p-12;

  private static final QuantizationSpec WEIGHT =
      QuantizationSpec.builder(DType.INT8, ObserverKind.perChannelMinMax(EPS))
          .range(-128, 127)
          .qscheme(QScheme.PER_CHANNEL_SYMMETRIC)
          .channelAxis(0)
          .build();

  private X86Configs() {}

  static QuantizationConfig config(boolean dynamic, boolean reduceRange) {
    ObserverKind observer = dynamic ? ObserverKind.placeholder(EPS) : ObserverKind.histogram(EPS);
    return QuantizationConfig.of(activation(observer, dynamic, reduceRange), WEIGHT);
  }

  /** The default with another observer of activations. */
  static QuantizationConfig observedBy(ObserverKind observer) {
    return QuantizationConfig.of(activation(observer, false, false), WEIGHT);
  }

  /** Linear weights in float16; activations as they are. */
  static QuantizationConfig halfWeights() {
    QuantizationSpec weight =
        QuantizationSpec.builder(DType.FLOAT16, ObserverKind.placeholder(ObserverKind.DEFAULT_EPS))
            .build();
    return new QuantizationConfig(null, null, weight, null);
  }

  private static QuantizationSpec activation(
      ObserverKind observer, boolean dynamic, boolean reduceRange) {
    return QuantizationSpec.builder(DType.UINT8, observer)
        .range(0, reduceRange ? 127 : 255)
        .qscheme(QScheme.PER_TENSOR_AFFINE)
        .dynamic(dynamic)
        .build();
  }
}
