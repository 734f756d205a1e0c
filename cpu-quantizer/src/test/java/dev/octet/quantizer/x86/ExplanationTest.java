package dev.octet.quantizer.x86;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import org.junit.jupiter.api.Test;

/** Every node has an answer: what annotated it, by which rule, or why nothing did. */
final class ExplanationTest {
  private static final X86InductorQuantizer ALL = X86InductorQuantizer.preset(X86Preset.DEFAULT);

  private static Net mixed() {
    Net net = new Net();
    var conv = net.conv("conv");
    Linear head = net.with("head", new Linear(8, 2));
    return net.forward((Variable x) -> {
      Variable y = Functional.relu(conv.call(x));
      return Torch.softmax(head.call(y.mul(2).permute(0, 2, 3, 1).transpose(2, 3)), 1);
    });
  }

  @Test
  void everyNodeHasADecision() {
    for (X86Preset preset : X86Preset.values()) {
      Annotated annotated =
          Annotated.by(X86InductorQuantizer.preset(preset), mixed(), Annotated.IMAGE);
      annotated
          .program()
          .graph()
          .nodes()
          .forEach(node ->
              assertWithMessage("%s %s", preset, node)
                  .that(annotated.annotations().decision(node.name()))
                  .isPresent());
    }
    Annotated without = Annotated.by(X86InductorQuantizer.create(), mixed(), Annotated.IMAGE);
    assertThat(without.annotations().sites()).isEmpty();
    assertThat(without.reason("conv2d")).isEqualTo(Reason.NO_RULE);
    assertThat(without.reason("softmax")).isEqualTo(Reason.NO_RULE);
  }

  @Test
  void decisionsNameAnnotatorRuleAndPartners() {
    Annotated annotated = Annotated.by(ALL, mixed(), Annotated.IMAGE);
    Decision conv = annotated.decision("conv2d");
    assertThat(conv.reason()).isEqualTo(Reason.QUANTIZED);
    assertThat(conv.annotator()).isEqualTo("ConvolutionUnary");
    assertThat(conv.rule()).startsWith("setGlobal(");
    assertThat(conv.detail()).contains("%relu");
    assertThat(annotated.decision("relu").detail()).contains("%conv2d");
    assertThat(annotated.reason("mul")).isEqualTo(Reason.SCALAR_OPERAND);
    assertThat(annotated.reason("permute")).isEqualTo(Reason.OUTSIDE_RECIPE);
    assertThat(annotated.reason("softmax")).isEqualTo(Reason.OUTSIDE_RECIPE);
  }

  @Test
  void annotatingTwiceGivesEqualAnnotations() {
    ExportedProgram program = Annotated.trace(mixed(), Annotated.IMAGE);
    assertThat(ALL.annotate(program, Annotations.none()))
        .isEqualTo(ALL.annotate(program, Annotations.none()));
  }

  /** What an earlier quantizer has taken is left alone, and its quantized results are used. */
  @Test
  void nodesOfAnEarlierQuantizerAreLeftAlone() {
    Net net = new Net();
    var a = net.conv("a");
    var b = net.conv("b");
    net.forward(x -> Functional.maxPool2d(Functional.avgPool2d(b.call(a.call(x).tanh()), 2), 2));
    ExportedProgram program = Annotated.trace(net, Annotated.IMAGE);
    Annotated plain = Annotated.by(ALL, program, Annotations.none());
    Site first = Site.input(plain.node("conv2d_1"), 0);
    Annotations earlier =
        Annotations.builder(program.graph())
            .input(
                plain.node("conv2d_1"), 0, X86InductorQuantizer.defaultConfig().inputActivation())
            .output(plain.node("conv2d_1").result(), new SharedQuantizationSpec(first))
            .decide(new Decision("conv2d_1", Reason.QUANTIZED, "Other"))
            .build();
    Annotated annotated = Annotated.by(ALL, program, earlier);
    assertThat(annotated.reason("conv2d_1")).isEqualTo(Reason.ANNOTATED_BEFORE);
    assertThat(annotated.input("conv2d_1", 0)).isEmpty();
    assertThat(annotated.quantized()).containsExactly("conv2d", "avg_pool2d", "max_pool2d");

    Annotations withoutOutput =
        Annotations.builder(program.graph())
            .input(
                plain.node("conv2d_1"), 0, X86InductorQuantizer.defaultConfig().inputActivation())
            .build();
    Annotated stopped = Annotated.by(ALL, program, withoutOutput);
    assertThat(stopped.reason("avg_pool2d")).isEqualTo(Reason.PRODUCER_NOT_QUANTIZED);
    assertThat(stopped.quantized()).containsExactly("conv2d");
  }
}
