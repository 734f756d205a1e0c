package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.export.Export;
import dev.octet.graph.Node;
import dev.octet.nn.Conv1d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.GELU;
import dev.octet.nn.Hardswish;
import dev.octet.nn.Hardtanh;
import dev.octet.nn.LeakyReLU;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.ReLU;
import dev.octet.nn.ReLU6;
import dev.octet.nn.SiLU;
import dev.octet.nn.Tanh;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.rule.Matching;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which activations are annotated as one pattern with the layer before them ("yes"), which leave
 * the layer alone ("alone"), and where nothing is annotated ("none").
 */
final class FusionFormsTest {
  private static Arguments module(
      String name, Module activation, String conv2d, String linear, String conv1d) {
    return Arguments.of(name, activation, null, conv2d, linear, conv1d);
  }

  private static Arguments function(
      String name, UnaryOperator<Variable> call, String conv2d, String linear, String conv1d) {
    return Arguments.of(name, null, call, conv2d, linear, conv1d);
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        module("nn.ReLU", new ReLU(), "yes", "yes", "yes"),
        function("F.relu", Functional::relu, "yes", "yes", "yes"),
        function("x.relu()", Variable::relu, "alone", "alone", "none"),
        module("nn.Hardtanh", new Hardtanh(-1, 1), "yes", "alone", "none"),
        function("F.hardtanh", x -> Functional.hardtanh(x, -1, 1), "yes", "alone", "none"),
        module("nn.ReLU6", new ReLU6(), "yes", "alone", "none"),
        function("F.relu6", Functional::relu6, "alone", "alone", "none"),
        function("x.clamp", x -> x.clamp(0, 6), "alone", "alone", "none"),
        module("nn.SiLU", new SiLU(), "yes", "alone", "none"),
        module("nn.Hardswish", new Hardswish(), "yes", "alone", "none"),
        function("F.silu", Functional::silu, "alone", "alone", "none"),
        function("F.hardswish", Functional::hardswish, "alone", "alone", "none"),
        module("nn.GELU", new GELU(), "alone", "yes", "none"),
        module("nn.Tanh", new Tanh(), "alone", "yes", "none"),
        module("nn.LeakyReLU", new LeakyReLU(0.1), "alone", "yes", "none"),
        function("F.gelu", Functional::gelu, "alone", "alone", "none"),
        function("x.tanh()", Variable::tanh, "alone", "alone", "none"),
        function("F.leaky_relu", x -> Functional.leakyRelu(x, 0.1), "alone", "alone", "none"));
  }

  /** A layer and an activation behind it. */
  private static final class Pair extends Module {
    private final Module layer;
    private final UnaryOperator<Variable> activation;

    Pair(Module layer, Module activation, UnaryOperator<Variable> call) {
      this.layer = add("layer", layer);
      this.activation = activation == null ? call : add("activation", activation)::call;
    }

    @Override
    protected Variable forward(Variable x) {
      return activation.apply(layer.call(x));
    }

    @Override
    public String typeName() {
      return "test.Pair";
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void asPyTorchMatchesBySource(
      String name,
      Module activation,
      UnaryOperator<Variable> call,
      String conv2d,
      String linear,
      String conv1d) {
    X86InductorQuantizer quantizer = X86InductorQuantizer.preset(X86Preset.DEFAULT);
    assertWithMessage("after Conv2d")
        .that(form(new Pair(new Conv2d(2, 2, 1), activation, call), quantizer, 1, 2, 3, 3))
        .isEqualTo(conv2d);
    assertWithMessage("after Linear")
        .that(form(new Pair(new Linear(4, 4), activation, call), quantizer, 3, 4))
        .isEqualTo(linear);
    assertWithMessage("after Conv1d")
        .that(form(new Pair(new Conv1d(2, 2, 1), activation, call), quantizer, 1, 2, 5))
        .isEqualTo(conv1d);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void byOperatorFunctionsFuseAsModulesDo(
      String name,
      Module activation,
      UnaryOperator<Variable> call,
      String conv2d,
      String linear,
      String conv1d) {
    X86InductorQuantizer quantizer =
        X86InductorQuantizer.preset(X86Preset.DEFAULT).matching(Matching.BY_OPERATOR);
    boolean afterLinear = name.matches(".*([Gg][Ee][Ll][Uu]|[Tt]anh\\(\\)|nn.Tanh|[Ll]eaky.*)");
    boolean relu = name.matches("nn.ReLU|F.relu|x.relu\\(\\)");
    assertWithMessage("after Conv2d")
        .that(form(new Pair(new Conv2d(2, 2, 1), activation, call), quantizer, 1, 2, 3, 3))
        .isEqualTo(afterLinear ? "alone" : "yes");
    assertWithMessage("after Linear")
        .that(form(new Pair(new Linear(4, 4), activation, call), quantizer, 3, 4))
        .isEqualTo(afterLinear || relu ? "yes" : "alone");
  }

  private static String form(Pair pair, X86InductorQuantizer quantizer, long... sizes) {
    ExportedProgram program = Export.trace(pair, List.of(NodeCountsTest.random(sizes)));
    Annotations annotations = quantizer.annotate(program, Annotations.none());
    List<Node> nodes = program.graph().nodes();
    Reason layer = reason(annotations, nodes.getFirst());
    Reason last = reason(annotations, nodes.getLast());
    if (layer != Reason.QUANTIZED) {
      return "none";
    }
    return last == Reason.FUSED ? "yes" : "alone";
  }

  private static Reason reason(Annotations annotations, Node node) {
    return annotations.decision(node.name()).map(Decision::reason).orElseThrow();
  }
}
