package dev.octet.quantizer.x86;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class X86PresetTest {
  private static final double EPS = 0x1p-12;

  private static QuantizationSpec activation(X86Preset preset) {
    return Objects.requireNonNull(preset.config().inputActivation());
  }

  @Test
  void defaultIsHistogramAndWeightsPerChannel() {
    QuantizationConfig config = X86InductorQuantizer.defaultConfig();
    assertThat(config).isEqualTo(X86Preset.DEFAULT.config());
    assertThat(config.inputActivation()).isEqualTo(config.outputActivation());
    assertThat(config.inputActivation())
        .isEqualTo(
            QuantizationSpec.builder(DType.UINT8, ObserverKind.histogram(EPS))
                .range(0, 255)
                .qscheme(QScheme.PER_TENSOR_AFFINE)
                .build());
    assertThat(config.weight())
        .isEqualTo(
            QuantizationSpec.builder(DType.INT8, ObserverKind.perChannelMinMax(EPS))
                .range(-128, 127)
                .qscheme(QScheme.PER_CHANNEL_SYMMETRIC)
                .channelAxis(0)
                .build());
    assertThat(config.bias()).isNull();
  }

  @Test
  void presetsDifferInActivationsAlone() {
    assertThat(activation(X86Preset.REDUCE_RANGE).range()).isEqualTo(new QuantRange(0, 127));
    assertThat(activation(X86Preset.DYNAMIC).isDynamic()).isTrue();
    assertThat(activation(X86Preset.DYNAMIC).observer()).isEqualTo(ObserverKind.placeholder(EPS));
    assertThat(activation(X86Preset.MINMAX).observer()).isEqualTo(ObserverKind.minMax(EPS));
    assertThat(activation(X86Preset.MOVING_AVERAGE).observer())
        .isEqualTo(ObserverKind.movingAverageMinMax(EPS));
    for (X86Preset preset : X86Preset.values()) {
      if (preset != X86Preset.FP16) {
        assertWithMessage("%s", preset)
            .that(preset.config().weight())
            .isEqualTo(X86InductorQuantizer.defaultConfig().weight());
      }
    }
  }

  @Test
  void halfWeightsHaveNoActivationSpecs() {
    QuantizationConfig config = X86InductorQuantizer.linearDynamicFp16Config();
    assertThat(config).isEqualTo(X86Preset.FP16.config());
    assertThat(config.inputActivation()).isNull();
    assertThat(config.outputActivation()).isNull();
    QuantizationSpec weight = Objects.requireNonNull(config.weight());
    assertThat(weight.dtype()).isEqualTo(DType.FLOAT16);
    assertThat(weight.qscheme()).isNull();
    assertThat(weight.isDynamic()).isFalse();
  }

  @Test
  void presetsAreFoundByLabel() {
    for (X86Preset preset : X86Preset.values()) {
      assertThat(X86Preset.named(preset.label())).isEqualTo(preset);
      assertThat(preset.description()).isNotEmpty();
    }
    assertThat(X86Preset.MOVING_AVERAGE.label()).isEqualTo("moving-average");
  }
}
