package dev.octet.quantizer.xpu;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.export.Export;
import dev.octet.nn.AvgPool2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.MaxPool2d;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the GPU's quantizer does differently from that for CPUs. */
final class XpuInductorQuantizerTest {
  private static final XpuInductorQuantizer ALL = XpuInductorQuantizer.preset(XpuPreset.DEFAULT);

  /** A convolution with ReLU, one pool and another one behind it. */
  private static final class Pools extends Module {
    private final Conv2d conv = add("conv", new Conv2d(3, 3, 3).padding(1));
    private final Module first;
    private final Module second;

    Pools(Module first, Module second) {
      this.first = add("first", first);
      this.second = add("second", second);
    }

    @Override
    protected Variable forward(Variable x) {
      return second.call(first.call(Functional.relu(conv.call(x))));
    }

    @Override
    public String typeName() {
      return "test.Pools";
    }
  }

  private static ExportedProgram trace(Module module) {
    return Export.trace(module, List.of(Tensor.allocate(DType.FLOAT32, Shape.of(1, 3, 8, 8))));
  }

  private static Reason reason(Annotations annotations, String node) {
    return annotations.decision(node).orElseThrow().reason();
  }

  @Test
  void aMaxPoolIsNotQuantizedAndCutsOffWhatStandsBehindIt() {
    ExportedProgram program = trace(new Pools(new MaxPool2d(2), new AvgPool2d(2)));
    Annotations annotations = ALL.annotate(program, Annotations.none());
    assertThat(reason(annotations, "conv2d")).isEqualTo(Reason.QUANTIZED);
    assertThat(reason(annotations, "relu")).isEqualTo(Reason.FUSED);
    assertThat(annotations.decision("max_pool2d").orElseThrow().reason().isQuantized()).isFalse();
    assertThat(reason(annotations, "avg_pool2d")).isEqualTo(Reason.PRODUCER_NOT_QUANTIZED);
    assertThat(annotations.sites()).hasSize(3);
  }

  @Test
  void anAveragePoolIsQuantized() {
    ExportedProgram program = trace(new Pools(new AvgPool2d(2), new AvgPool2d(2)));
    Annotations annotations = ALL.annotate(program, Annotations.none());
    assertThat(reason(annotations, "avg_pool2d")).isEqualTo(Reason.PROPAGATED);
    assertThat(reason(annotations, "avg_pool2d_1")).isEqualTo(Reason.PROPAGATED);
  }

  @Test
  void activationsAreSigned() {
    QuantizationConfig config = XpuInductorQuantizer.defaultConfig();
    QuantizationSpec activation = Objects.requireNonNull(config.inputActivation());
    assertThat(activation)
        .isEqualTo(
            QuantizationSpec.builder(DType.INT8, ObserverKind.histogram(0x1p-12))
                .range(-128, 127)
                .qscheme(QScheme.PER_TENSOR_AFFINE)
                .build());
    QuantizationSpec symmetric =
        Objects.requireNonNull(XpuPreset.SYMMETRIC.config().inputActivation());
    assertThat(symmetric.qscheme()).isEqualTo(QScheme.PER_TENSOR_SYMMETRIC);
    assertThat(symmetric.range()).isEqualTo(new QuantRange(-128, 127));
    for (XpuPreset preset : XpuPreset.values()) {
      assertThat(preset.config().weight()).isEqualTo(config.weight());
      assertThat(XpuPreset.named(preset.label())).isEqualTo(preset);
    }
  }

  private static QuantizationSpec unsigned(QScheme scheme) {
    return QuantizationSpec.builder(DType.UINT8, ObserverKind.minMax(0x1p-12))
        .qscheme(scheme)
        .build();
  }

  private static void refused(QuantizationConfig config) {
    XpuInductorQuantizer quantizer = XpuInductorQuantizer.create().setGlobal(config);
    ExportedProgram program = trace(new Pools(new AvgPool2d(2), new AvgPool2d(2)));
    Annotations annotations = quantizer.annotate(program, Annotations.none());
    AnnotationException error =
        assertThrows(AnnotationException.class, () -> quantizer.validate(program, annotations));
    assertThat(error).hasMessageThat().contains("%conv2d");
    assertThat(error).hasMessageThat().contains("u8");
    assertThat(error).hasMessageThat().contains("s8");
  }

  @Test
  void unsignedActivationsAreRefused() {
    refused(
        QuantizationConfig.of(
            unsigned(QScheme.PER_TENSOR_AFFINE), XpuInductorQuantizer.defaultConfig().weight()));
  }

  @Test
  void unsignedWeightsAreRefused() {
    refused(
        QuantizationConfig.of(
            XpuInductorQuantizer.defaultConfig().inputActivation(),
            unsigned(QScheme.PER_TENSOR_SYMMETRIC)));
  }

  @Test
  void anUnknownPresetIsAnErrorWithTheKnownOnes() {
    InputException error = assertThrows(InputException.class, () -> XpuPreset.named("dynamic"));
    assertThat(error).hasMessageThat().contains("default, symmetric, minmax, moving-average");
  }
}
