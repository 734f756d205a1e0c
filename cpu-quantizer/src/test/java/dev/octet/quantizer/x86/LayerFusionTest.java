package dev.octet.quantizer.x86;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.nn.Conv1d;
import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.MaxPool2d;
import dev.octet.nn.ReLU;
import dev.octet.nn.Variable;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.rule.Matching;
import dev.octet.tensor.DType;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions and linear layers, and what is fused behind them. */
final class LayerFusionTest {
  private static final X86InductorQuantizer ALL = X86InductorQuantizer.preset(X86Preset.DEFAULT);
  private static final Optional<DType> ACTIVATION = Optional.of(DType.UINT8);
  private static final Optional<DType> WEIGHT = Optional.of(DType.INT8);

  @Test
  void aLayerHasSpecsForInputAndWeightAndExpresslyNoneForTheBias() {
    Net net = new Net();
    var conv = net.conv("conv");
    Annotated annotated = Annotated.by(ALL, net.forward(conv::call), Annotated.IMAGE);
    assertThat(annotated.inputType("conv2d", 0)).isEqualTo(ACTIVATION);
    assertThat(annotated.inputType("conv2d", 1)).isEqualTo(WEIGHT);
    assertThat(annotated.input("conv2d", 2)).isEmpty();
    assertThat(annotated.annotations().sites()).hasSize(3);
  }

  static Stream<Arguments> additions() {
    return Stream.of(
        Arguments.of("on the left", (BinaryOperator<Variable>) (c, x) -> c.add(x), 1),
        Arguments.of("on the right", (BinaryOperator<Variable>) (c, x) -> x.add(c), 0),
        Arguments.of("in place", (BinaryOperator<Variable>) (c, x) -> c.addInPlace(x), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("additions")
  void theOtherSummandOfAConvolutionIsQuantizedAndItsResultIsNot(
      String name, BinaryOperator<Variable> addition, int other) {
    for (boolean relu : new boolean[] {false, true}) {
      Net net = new Net();
      var conv = net.conv("conv");
      net.forward(x -> {
        Variable sum = addition.apply(conv.call(x), Functional.relu(x));
        return relu ? Functional.relu(sum) : sum;
      });
      Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
      String add = name.equals("in place") ? "add_" : "add";
      assertWithMessage("with ReLU %s", relu)
          .that(annotated.inputType(add, other))
          .isEqualTo(ACTIVATION);
      assertThat(annotated.input(add, 1 - other)).isEmpty();
      assertThat(annotated.reason(add)).isEqualTo(Reason.FUSED);
      assertThat(annotated.decision("conv2d").annotator())
          .isEqualTo(relu ? "ConvolutionAddRelu" : "ConvolutionAdd");
    }
  }

  @Test
  void ofTwoConvolutionsTheFirstIsFusedAndTheOtherIsAnOperand() {
    Net net = new Net();
    var a = net.conv("a");
    var b = net.conv("b");
    net.forward(x -> a.call(x).add(b.call(x)));
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.decision("conv2d").annotator()).isEqualTo("ConvolutionAdd");
    assertThat(annotated.decision("conv2d_1").annotator()).isEqualTo("ConvolutionAlone");
    assertThat(annotated.input("add", 0)).isEmpty();
    assertThat(annotated.inputType("add", 1)).isEqualTo(ACTIVATION);
  }

  @Test
  void aSumOfOneConvolutionWithItselfHasBothOperandsQuantized() {
    Net net = new Net();
    var conv = net.conv("conv");
    net.forward(x -> {
      Variable t = conv.call(x);
      return t.add(t);
    });
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.inputType("add", 0)).isEqualTo(ACTIVATION);
    assertThat(annotated.inputType("add", 1)).isEqualTo(ACTIVATION);
  }

  @Test
  void aNumberIsNoSummandAndTheConvolutionStandsAlone() {
    Net net = new Net();
    var conv = net.conv("conv");
    net.forward(x -> Functional.relu(conv.call(x).add(3)));
    Annotated annotated = Annotated.by(ALL, net, Annotated.IMAGE);
    assertThat(annotated.quantized()).containsExactly("conv2d");
    assertThat(annotated.reason("add")).isEqualTo(Reason.SCALAR_OPERAND);
    assertThat(annotated.decision("add").detail()).contains("%conv2d");
  }

  @Test
  void theOtherSummandOfALinearLayerStaysInFloat() {
    for (boolean relu : new boolean[] {false, true}) {
      Net net = new Net();
      Linear a = net.linear("a");
      Linear b = net.linear("b");
      net.forward(x -> {
        Variable sum = a.call(x).add(b.call(x));
        return relu ? Functional.relu(sum) : sum;
      });
      Annotated annotated = Annotated.by(ALL, net, Annotated.ROWS);
      assertThat(annotated.input("add", 0)).isEmpty();
      assertThat(annotated.input("add", 1)).isEmpty();
      assertThat(annotated.decision("linear").annotator())
          .isEqualTo(relu ? "LinearAddRelu" : "LinearAdd");
      assertThat(annotated.decision("linear_1").annotator()).isEqualTo("LinearAlone");
    }
  }

  @Test
  void aLinearLayerThatTwoNodesReadLeavesTheAdditionToTheOther() {
    Net net = new Net();
    Linear a = net.linear("a");
    Linear b = net.linear("b");
    net.forward(x -> {
      Variable t = a.call(x);
      return t.add(b.call(t));
    });
    Annotated annotated = Annotated.by(ALL, net, Annotated.ROWS);
    assertThat(annotated.decision("linear").annotator()).isEqualTo("LinearAlone");
    assertThat(annotated.decision("linear_1").annotator()).isEqualTo("LinearAdd");
  }

  @Test
  void aConvolutionOfOneDimensionAloneIsTakenOnlyByOperator() {
    Net net = new Net();
    Conv1d conv = net.with("conv", new Conv1d(3, 3, 3));
    net.forward(conv::call);
    Annotated bySource = Annotated.by(ALL, net, 2, 3, 8);
    assertThat(bySource.quantized()).isEmpty();
    assertThat(bySource.reason("conv1d")).isEqualTo(Reason.FORM_NOT_IN_RECIPE);
    Annotated byOperator = Annotated.by(ALL.matching(Matching.BY_OPERATOR), net, 2, 3, 8);
    assertThat(byOperator.quantized()).containsExactly("conv1d");
  }

  @Test
  void aRuleForConv1dReachesConv1dWithRelu() {
    Net net = new Net();
    Conv1d conv = net.with("conv", new Conv1d(3, 3, 3));
    ReLU relu = net.with("relu", new ReLU());
    net.forward(x -> relu.call(conv.call(x)));
    X86InductorQuantizer quantizer =
        X86InductorQuantizer.create()
            .setModuleType("torch.nn.Conv1d", X86InductorQuantizer.defaultConfig());
    assertThat(Annotated.by(quantizer, net, 2, 3, 8).quantized()).containsExactly("conv1d", "relu");
  }

  /** What follows an activation is reached only where the activation is recognised. */
  @Test
  void byOperatorWhatStandsBehindATorchReluIsReached() {
    Net net = new Net();
    var conv = net.conv("conv");
    MaxPool2d pool = net.with("pool", new MaxPool2d(2));
    net.forward(x -> pool.call(conv.call(x).relu()));
    assertThat(Annotated.by(ALL, net, Annotated.IMAGE).quantized()).containsExactly("conv2d");
    assertThat(Annotated.by(ALL.matching(Matching.BY_OPERATOR), net, Annotated.IMAGE).quantized())
        .containsExactly("conv2d", "relu", "max_pool2d");
  }

  @Test
  void aLayerThatIsCalledTwiceIsAnnotatedAtEachCall() {
    Net net = new Net();
    Linear linear = net.linear("linear");
    net.forward(x -> linear.call(linear.call(x).tanh()));
    Annotated annotated = Annotated.by(ALL, net, Annotated.ROWS);
    assertThat(annotated.quantized()).containsExactly("linear", "linear_1");
  }

  static Stream<Arguments> products() {
    return Stream.of(
        Arguments.of("equal shapes", (UnaryOperator<Variable>) x -> x.mul(x.tanh()), true),
        Arguments.of("one tensor twice", (UnaryOperator<Variable>) x -> x.mul(x), true),
        Arguments.of(
            "broadcast", (UnaryOperator<Variable>) x -> x.mul(x.mean(1).unsqueeze(1)), false),
        Arguments.of("a number", (UnaryOperator<Variable>) x -> x.mul(2), false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("products")
  void productsOfEqualShapesAreQuantized(
      String name, UnaryOperator<Variable> product, boolean expected) {
    Annotated annotated = Annotated.by(ALL, new Net().forward(product), Annotated.ROWS);
    assertThat(annotated.inputType("mul", 0).isPresent()).isEqualTo(expected);
    if (expected) {
      assertThat(annotated.inputType("mul", 1)).isEqualTo(ACTIVATION);
      assertThat(annotated.reason("mul")).isEqualTo(Reason.QUANTIZED);
    } else {
      assertThat(annotated.reason("mul"))
          .isEqualTo(name.equals("a number") ? Reason.SCALAR_OPERAND : Reason.SHAPES_DIFFER);
    }
  }

  @Test
  void halfPrecisionWeightsLeaveActivationsAlone() {
    Net net = new Net();
    Linear linear = net.linear("linear");
    Annotated annotated =
        Annotated.by(
            X86InductorQuantizer.preset(X86Preset.FP16), net.forward(linear::call), Annotated.ROWS);
    assertThat(annotated.inputType("linear", 0)).isEmpty();
    assertThat(annotated.inputType("linear", 1)).hasValue(DType.FLOAT16);
    assertThat(annotated.reason("linear")).isEqualTo(Reason.WEIGHT_ONLY);
  }
}
