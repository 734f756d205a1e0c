package dev.octet.quantizer.convert;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.WEIGHT;
import static dev.octet.quantizer.SiteQuantizer.node;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Node;
import dev.octet.graph.text.GraphText;
import dev.octet.nn.Linear;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QParamsDerivation;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Parameters that no tensor can be quantized with are refused where they are found. */
final class FittingQParamsTest {
  private static final QuantizationSpec SYMMETRIC =
      QuantizationSpec.builder(DType.INT8, ObserverKind.minMax(0x1p-12))
          .qscheme(QScheme.PER_TENSOR_SYMMETRIC)
          .build();

  /** Formulas as a plugin may have them. */
  private enum Formula implements QParamsDerivation {
    FAILS,
    NO_SCALE,
    ENDLESS_SCALE,
    FAR_ZERO_POINT,
    THREE_SCALES;

    @Override
    public QParams derive(List<QParams> sources) {
      return switch (this) {
        case FAILS -> throw new IllegalStateException("no such table");
        case NO_SCALE -> QParams.of(0, 0, DType.INT32);
        case ENDLESS_SCALE -> QParams.of(Float.POSITIVE_INFINITY, 0, DType.INT32);
        case FAR_ZERO_POINT -> QParams.of(0.5f, 1000, DType.INT32);
        case THREE_SCALES -> QParams.ofIntegers(new float[] {1, 2, 3}, new long[3], DType.INT32);
      };
    }
  }

  private static ExportedProgram linear() {
    Net net = new Net();
    Linear layer = net.with("linear", new Linear(6, 4));
    return Networks.trace(net.forward(layer::call), 3, 6);
  }

  private static PreparedModel prepared(
      QuantizationSpec weight, BiFunction<Site, Site, QuantizationSpecBase> bias) {
    return Quantization.prepare(
        linear(),
        SiteQuantizer.of((graph, into) -> {
          Node node = node(graph, "linear");
          into.input(node, 0, MIN_MAX)
              .input(node, 1, weight)
              .input(node, 2, bias.apply(Site.input(node, 0), Site.input(node, 1)));
        }));
  }

  private static void refused(PreparedModel model, String... parts) {
    model.run(Networks.random(1, 3, 6));
    ConvertException error = assertThrows(ConvertException.class, model::convert);
    for (String part : parts) {
      assertThat(error).hasMessageThat().contains(part);
    }
  }

  private static void formulaIsRefused(Formula formula, String... parts) {
    PreparedModel model =
        prepared(
            SYMMETRIC,
            (input, weight) ->
                new DerivedQuantizationSpec(
                    List.of(input, weight), formula, DType.INT8, null, null, null));
    refused(model, parts);
    refused(
        model,
        "%p_linear_bias (operand 2 of %linear)",
        formula + " from operand 0 of %linear and operand 1 of %linear");
  }

  @Test
  void whatAFormulaGivesIsChecked() {
    formulaIsRefused(Formula.FAILS, "failed", "IllegalStateException: no such table");
    formulaIsRefused(Formula.NO_SCALE, "scale 0.0", "positive finite");
    formulaIsRefused(Formula.ENDLESS_SCALE, "scale Infinity", "positive finite");
    formulaIsRefused(Formula.FAR_ZERO_POINT, "zero point 1000", "within -128..127");
    formulaIsRefused(Formula.THREE_SCALES, "3 scales", "takes one");
  }

  /** Scales that a quantizer has found in its own way. */
  private record Known(List<Float> scales) implements QParamsDerivation {
    @Override
    public String name() {
      return "known scales";
    }

    @Override
    public QParams derive(List<QParams> sources) {
      float[] all = new float[scales.size()];
      for (int i = 0; i < all.length; i++) {
        all[i] = scales.get(i);
      }
      return QParams.ofIntegers(all, new long[all.length], DType.INT64);
    }
  }

  @Test
  void aFormulaMayBringTheScalesOfAWeight() {
    Known known = new Known(List.of(0.5f, 0.25f, 0.125f, 1f));
    PreparedModel model =
        Quantization.prepare(
            linear(),
            SiteQuantizer.of((graph, into) -> {
              Node node = node(graph, "linear");
              DerivedQuantizationSpec weight =
                  new DerivedQuantizationSpec(
                      List.of(Site.input(node, 0)),
                      known,
                      DType.INT8,
                      null,
                      QScheme.PER_CHANNEL_SYMMETRIC,
                      0);
              into.input(node, 0, MIN_MAX).input(node, 1, weight);
            }));
    model.run(Networks.random(1, 3, 6));
    Map<String, Tensor> state = model.convert().program().state();
    assertThat(Objects.requireNonNull(state.get("_scale_0")).toFloatArray())
        .isEqualTo(new float[] {0.5f, 0.25f, 0.125f, 1});
    assertThat(Objects.requireNonNull(state.get("_frozen_param0")).dtype()).isEqualTo(DType.INT8);
  }

  @Test
  void aBiasWithOneScaleIsNotDerivedFromScalesPerChannel() {
    AnnotationException error =
        assertThrows(
            AnnotationException.class,
            () ->
                prepared(
                    WEIGHT, (input, weight) -> DerivedQuantizationSpec.bias(input, weight, false)));
    assertThat(error).hasMessageThat().contains("operand 2 of %linear takes one scale");
    assertThat(error).hasMessageThat().contains("operand 1 of %linear, which has one for each");
    assertThat(error).hasMessageThat().contains("perChannel");
  }

  @Test
  void aFormulaOfItsOwnMayTakeOneScaleFromScalesPerChannel() {
    PreparedModel model =
        prepared(
            WEIGHT,
            (input, weight) ->
                new DerivedQuantizationSpec(
                    List.of(input, weight),
                    new Known(List.of(0.5f)),
                    DType.INT8,
                    null,
                    null,
                    null));
    model.run(Networks.random(1, 3, 6));
    assertThat(GraphText.print(model.convert().program().graph()))
        .contains("dequantize_per_tensor.default(%quantize_per_tensor_default, 0.5, 0");
  }

  /** PyTorch's zero point of a reduced unsigned range, which lies behind its end. */
  @Test
  void anObserverOfChannelsMayHaveItsZeroPointBehindTheRange() {
    QuantizationSpec reduced =
        QuantizationSpec.builder(DType.UINT8, new ObserverKind.PerChannelMinMax(0x1p-12, true))
            .qscheme(QScheme.PER_CHANNEL_SYMMETRIC)
            .channelAxis(0)
            .build();
    PreparedModel model =
        Quantization.prepare(
            linear(),
            SiteQuantizer.of((graph, into) -> into.input(node(graph, "linear"), 1, reduced)));
    assertThat(
            Objects.requireNonNull(model.convert().program().state().get("_zero_point_0"))
                .toLongArray())
        .isEqualTo(new long[] {128, 128, 128, 128});
  }

  @Test
  void aBiasHasAsManyChannelsAsItsScales() {
    PreparedModel model =
        prepared(
            WEIGHT.toBuilder().channelAxis(1).build(),
            (input, weight) -> DerivedQuantizationSpec.bias(input, weight, true));
    refused(
        model,
        "%p_linear_bias (operand 2 of %linear)",
        "4 channels at axis 0",
        "PRODUCT_OF_SCALES from",
        "gave 6 scales");
  }

  @Test
  void anActivationWithScalesPerChannelHasNoProductOfScales() {
    PreparedModel model =
        Quantization.prepare(
            linear(),
            SiteQuantizer.of((graph, into) -> {
              Node node = node(graph, "linear");
              Site input = Site.input(node, 0);
              into.input(node, 0, WEIGHT)
                  .input(node, 1, WEIGHT)
                  .input(node, 2, DerivedQuantizationSpec.bias(input, Site.input(node, 1), true));
            }));
    refused(model, "operand 2 of %linear", "one scale of the activation, found 3");
  }

  @Test
  void aRangeThatFloat32CannotSpanIsRefusedWithItsSite() {
    Net net = new Net();
    PreparedModel model =
        Quantization.prepare(
            Networks.trace(net.forward(x -> x.relu()), 2),
            SiteQuantizer.of((graph, into) -> into.input(node(graph, "relu"), 0, MIN_MAX)));
    model.run(Tensor.of(new float[] {-3e38f, 3e38f}, 2));
    ConvertException error = assertThrows(ConvertException.class, model::convert);
    assertThat(error).hasMessageThat().contains("%x (operand 0 of %relu): MinMaxObserver");
    assertThat(error).hasMessageThat().contains("scale Infinity");
  }
}
