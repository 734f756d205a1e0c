package dev.octet.quantizer.spec;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class SpecTest {
  private static final ObserverKind MIN_MAX = ObserverKind.minMax(0x1p-12);
  private static final QuantizationSpec ACTIVATION =
      QuantizationSpec.builder(DType.INT8, ObserverKind.histogram(0x1p-12))
          .range(-128, 127)
          .qscheme(QScheme.PER_TENSOR_AFFINE)
          .build();
  private static final QuantizationSpec WEIGHT =
      QuantizationSpec.builder(DType.INT8, ObserverKind.perChannelMinMax(0x1p-12))
          .qscheme(QScheme.PER_CHANNEL_SYMMETRIC)
          .channelAxis(0)
          .build();

  private static void refused(Executable action, String... parts) {
    SpecException error = assertThrows(SpecException.class, action);
    for (String part : parts) {
      assertThat(error).hasMessageThat().contains(part);
    }
  }

  @Test
  void specsAreValues() {
    assertThat(ACTIVATION.toBuilder().build()).isEqualTo(ACTIVATION);
    assertThat(ACTIVATION.toBuilder().build().hashCode()).isEqualTo(ACTIVATION.hashCode());
    assertThat(ACTIVATION.toString())
        .contains("Histogram[bins=2048, eps=2.44140625E-4, reduceRange=false]");
    assertThat(ACTIVATION.toBuilder().observer(MIN_MAX).build()).isNotEqualTo(ACTIVATION);
    assertThat(ACTIVATION.toBuilder().observer(MIN_MAX).build().traits())
        .isEqualTo(ACTIVATION.traits());
  }

  @Test
  void ranges() {
    refused(() -> new QuantRange(5, 5), "quant_min 5 must be less than quant_max 5");
    refused(() -> new QuantRange(1, 255), "1..255 does not include 0");
    refused(
        () ->
            QuantizationSpec.builder(DType.UINT8, MIN_MAX)
                .range(0, 1000)
                .qscheme(QScheme.PER_TENSOR_AFFINE)
                .build(),
        "0..1000",
        "u8",
        "0..255");
    refused(
        () ->
            QuantizationSpec.builder(DType.FLOAT16, ObserverKind.placeholder(0x1p-12))
                .range(0, 1)
                .build(),
        "f16",
        "no integer range");
    assertThat(new QuantRange(-127, 127).reduced()).isEqualTo(new QuantRange(-64, 63));
    assertThat(QuantRange.of(DType.UINT8).reduced()).isEqualTo(new QuantRange(0, 127));
  }

  @Test
  void observersAndSchemesMustSuit() {
    refused(
        () -> QuantizationSpec.builder(DType.INT8, MIN_MAX).build(),
        "MinMaxObserver for s8",
        "(none)",
        "per_tensor_affine");
    refused(
        () ->
            QuantizationSpec.builder(DType.INT8, MIN_MAX)
                .qscheme(QScheme.PER_CHANNEL_AFFINE)
                .build(),
        "per_channel_affine does not suit");
    refused(
        () -> WEIGHT.toBuilder().qscheme(QScheme.PER_TENSOR_AFFINE).build(),
        "per_tensor_affine does not suit");
    refused(
        () ->
            QuantizationSpec.builder(DType.INT8, ObserverKind.perChannelMinMax(0x1p-12))
                .qscheme(QScheme.PER_CHANNEL_AFFINE)
                .build(),
        "channel axis");
    refused(() -> WEIGHT.toBuilder().channelAxis(-1).build(), "channel axis -1 is negative");
    refused(
        () ->
            QuantizationSpec.builder(DType.FLOAT32, MIN_MAX)
                .qscheme(QScheme.PER_TENSOR_AFFINE)
                .build(),
        "f32 has no quantization range");
  }

  @Test
  void dynamicSpecs() {
    refused(() -> ACTIVATION.toBuilder().dynamic(true).build(), "HistogramObserver", "dynamic");
    refused(() -> WEIGHT.toBuilder().dynamic(true).build(), "PerChannelMinMaxObserver", "dynamic");
    refused(
        () ->
            ACTIVATION.toBuilder()
                .observer(ObserverKind.movingAverageMinMax(0x1p-12))
                .dynamic(true)
                .build(),
        "must be 1, found 0.01");
    assertThat(
            ACTIVATION.toBuilder()
                .observer(new ObserverKind.MovingAverageMinMax(1, 0x1p-12, false))
                .dynamic(true)
                .build()
                .isDynamic())
        .isTrue();
  }

  @Test
  void observerOptions() {
    refused(() -> ObserverKind.minMax(0), "eps 0.0");
    refused(() -> ObserverKind.minMax(Double.NaN), "eps NaN");
    refused(
        () -> new ObserverKind.MovingAverageMinMax(1.5, 0x1p-12, false), "1.5 is outside (0, 1]");
    refused(() -> new ObserverKind.Histogram(0, 0x1p-12, false), "0 bins");
    assertThat(ObserverKind.histogram(0x1p-12).className()).isEqualTo("HistogramObserver");
    assertThat(new ObserverKind.Noop().className()).isEqualTo("NoopObserver");
  }

  @Test
  void fixedParameters() {
    refused(() -> new FixedQParamsQuantizationSpec(DType.UINT8, 0, 0), "fixed scale 0.0");
    refused(
        () -> new FixedQParamsQuantizationSpec(DType.UINT8, 0.5, 256), "zero point 256", "0..255");
    refused(
        () ->
            new FixedQParamsQuantizationSpec(DType.UINT8, 0.5, 0, null, QScheme.PER_CHANNEL_AFFINE),
        "per_channel_affine");
    assertThat(new FixedQParamsQuantizationSpec(DType.UINT8, 0.5, 0).traits())
        .isEqualTo(new FixedQParamsQuantizationSpec(DType.UINT8, 0.5, 0).traits());
  }

  @Test
  void derivedBias() {
    DerivedQuantizationSpec bias =
        DerivedQuantizationSpec.bias(new Site.Input("conv", 0), new Site.Input("conv", 1), true);
    QParams derived =
        bias.derivation()
            .derive(
                ImmutableList.of(
                    QParams.of(0.5f, 3, DType.INT32),
                    QParams.ofIntegers(new float[] {0.25f, 2}, new long[2], DType.INT64)));
    assertThat(derived)
        .isEqualTo(QParams.ofIntegers(new float[] {0.125f, 1}, new long[2], DType.INT32));
    assertThat(bias.effectiveRange())
        .isEqualTo(new QuantRange(Integer.MIN_VALUE, Integer.MAX_VALUE));
    assertThat(bias)
        .isEqualTo(
            DerivedQuantizationSpec.bias(
                new Site.Input("conv", 0), new Site.Input("conv", 1), true));
    refused(() -> bias.derivation().derive(ImmutableList.of()), "two tensors", "found 0");
    refused(
        () ->
            new DerivedQuantizationSpec(
                ImmutableList.of(),
                BiasDerivation.PRODUCT_OF_SCALES,
                DType.INT32,
                null,
                null,
                null),
        "at least one site");
  }

  @Test
  void configsCheckWhatAnAnnotatorAsksFor() {
    QuantizationConfig config = QuantizationConfig.of(ACTIVATION, WEIGHT);
    assertThat(config.inputActivationSpec()).isEqualTo(ACTIVATION);
    assertThat(config.outputActivationSpec()).isEqualTo(ACTIVATION);
    assertThat(config.weightSpec()).isEqualTo(WEIGHT);
    assertThat(config.biasSpec()).isNull();
    assertThat(config.isDynamic()).isFalse();
    refused(
        () -> QuantizationConfig.of(WEIGHT, null).inputActivationSpec(),
        "input activation: scheme per_channel_symmetric");
    refused(
        () -> QuantizationConfig.of(null, ACTIVATION).weightSpec(),
        "weight: scheme per_tensor_affine");
    refused(() -> new QuantizationConfig(null, null, null, WEIGHT).biasSpec(), "bias: type s8");
  }

  @Test
  void namesOfSchemes() {
    for (QScheme scheme : QScheme.values()) {
      assertThat(QScheme.named("torch." + scheme.torchName())).isEqualTo(scheme);
    }
    refused(
        () -> QScheme.named("per_tensor"),
        "unknown quantization scheme 'per_tensor'",
        "per_tensor_affine");
  }

  @Test
  void sitesPrintAsMessagesNeedThem() {
    assertThat(new Site.Input("conv2d_1", 1).toString()).isEqualTo("operand 1 of %conv2d_1");
    assertThat(new Site.Output("relu").toString()).isEqualTo("output %relu");
  }
}
