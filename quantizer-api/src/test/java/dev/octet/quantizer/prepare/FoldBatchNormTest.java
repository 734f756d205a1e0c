package dev.octet.quantizer.prepare;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.octet.quantizer.Networks.count;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.graph.text.GraphText;
import dev.octet.nn.BatchNorm1d;
import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.BatchNorm3d;
import dev.octet.nn.Conv1d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Conv3d;
import dev.octet.nn.ConvTranspose2d;
import dev.octet.nn.ConvTranspose3d;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FoldBatchNormTest {
  private static final String BATCH_NORM = "aten.batch_norm.default";

  /** Folds, and checks that the outputs stay the same. */
  private static FoldBatchNorm.Folded fold(Module module, long... sizes) {
    return fold(withStatistics(Networks.trace(module, sizes)), sizes);
  }

  private static FoldBatchNorm.Folded fold(ExportedProgram program, long... sizes) {
    FoldBatchNorm.Folded folded = FoldBatchNorm.fold(program);
    Tensor x = Networks.random(3, sizes);
    List<Tensor> expected = program.run(x);
    List<Tensor> actual = folded.program().run(x);
    for (int i = 0; i < expected.size(); i++) {
      assertWithMessage("output %s", i)
          .that(Networks.distance(expected.get(i), actual.get(i)))
          .isLessThan(1e-4);
    }
    return folded;
  }

  /** New layers have mean 0, variance 1 and no offset, with which much would go unnoticed. */
  private static ExportedProgram withStatistics(ExportedProgram program) {
    Map<String, Tensor> state = new LinkedHashMap<>(program.state());
    state.replaceAll((name, tensor) -> {
      if (tensor.shape().rank() != 1) {
        return tensor;
      }
      Tensor other = Networks.random(name.hashCode(), tensor.elements());
      for (long c = 0; name.endsWith("running_var") && c < other.elements(); c++) {
        other.setDouble(c, 0.5 + Math.abs(other.getDouble(c)));
      }
      return other;
    });
    return withState(program, state);
  }

  private static ExportedProgram withState(ExportedProgram program, Map<String, Tensor> state) {
    return new ExportedProgram(
        program.graph(),
        program.inputs(),
        program.outputs(),
        ImmutableMap.copyOf(state),
        program.ranges(),
        program.inputTree(),
        program.outputTree(),
        program.metadata());
  }

  private static void folds(Module layer, Module norm, long... sizes) {
    Net net = new Net();
    net.with("layer", layer);
    net.with("norm", norm);
    FoldBatchNorm.Folded folded = fold(net.forward(x -> norm.call(layer.call(x)).relu()), sizes);
    assertThat(count(folded.program().graph(), BATCH_NORM)).isEqualTo(0);
    assertThat(folded.decisions()).hasSize(1);
    assertThat(folded.decisions().getFirst().reason()).isEqualTo(Reason.FOLDED);
  }

  private static FoldBatchNorm.Folded stays(Module net, Reason reason, long... sizes) {
    FoldBatchNorm.Folded folded = fold(net, sizes);
    assertThat(count(folded.program().graph(), BATCH_NORM)).isGreaterThan(0L);
    assertThat(folded.decisions().getFirst().reason()).isEqualTo(reason);
    return folded;
  }

  @Test
  void foldsIntoConvolutions() {
    folds(new Conv1d(2, 4, 3), new BatchNorm1d(4), 2, 2, 9);
    folds(new Conv2d(2, 4, 3), new BatchNorm2d(4), 2, 2, 7, 7);
    folds(new Conv2d(2, 4, 3).bias(false), new BatchNorm2d(4), 2, 2, 7, 7);
    folds(new Conv2d(4, 4, 3).groups(2), new BatchNorm2d(4), 2, 4, 7, 7);
    folds(new Conv2d(2, 4, 3).paddingSame(), new BatchNorm2d(4), 2, 2, 7, 7);
    folds(new Conv3d(2, 4, 3), new BatchNorm3d(4), 1, 2, 5, 5, 5);
    folds(new Conv2d(2, 4, 3), new BatchNorm2d(4, 1e-3, false), 2, 2, 7, 7);
  }

  @Test
  void foldsIntoTransposedConvolutions() {
    folds(new ConvTranspose2d(2, 4, 3).stride(2), new BatchNorm2d(4), 2, 2, 5, 5);
    folds(new ConvTranspose3d(2, 4, 3), new BatchNorm3d(4), 1, 2, 3, 3, 3);
  }

  /** PyTorch fails here: it takes axis 1 of the weight for all output channels. */
  @Test
  void foldsIntoTransposedConvolutionsWithGroups() {
    folds(new ConvTranspose2d(4, 6, 3).groups(2), new BatchNorm2d(6), 2, 4, 5, 5);
  }

  @Test
  void foldsIntoLinearOfTwoDimensions() {
    folds(new Linear(3, 5), new BatchNorm1d(5), 4, 3);
  }

  @Test
  void aLinearLayerOfThreeDimensionsKeepsItsBatchNorm() {
    Net net = new Net();
    Linear layer = net.with("layer", new Linear(3, 5));
    BatchNorm1d norm = net.with("norm", new BatchNorm1d(4));
    net.forward(x -> norm.call(layer.call(x)));
    stays(net, Reason.FORM_NOT_IN_RECIPE, 2, 4, 3);
  }

  /** The first dimension of one image counts its channels, and BatchNorm takes the second one. */
  @Test
  void aConvolutionOfOneImageWithoutABatchKeepsItsBatchNorm() {
    Net image = new Net();
    Conv2d conv2d = image.with("conv", new Conv2d(2, 5, 3));
    BatchNorm1d rows = image.with("norm", new BatchNorm1d(5));
    stays(image.forward(x -> rows.call(conv2d.call(x))), Reason.FORM_NOT_IN_RECIPE, 2, 7, 9);
    Net sequence = new Net();
    Conv1d conv1d = sequence.with("conv", new Conv1d(2, 4, 3));
    BatchNorm1d steps = sequence.with("norm", new BatchNorm1d(7));
    stays(sequence.forward(x -> steps.call(conv1d.call(x))), Reason.FORM_NOT_IN_RECIPE, 2, 9);
  }

  @Test
  void whatStandsBetweenPreventsFolding() {
    Net net = new Net();
    Conv2d conv = net.with("conv", new Conv2d(2, 4, 3));
    BatchNorm2d norm = net.with("norm", new BatchNorm2d(4));
    net.forward(x -> norm.call(conv.call(x).relu()));
    stays(net, Reason.FORM_NOT_IN_RECIPE, 1, 2, 5, 5);
  }

  /** PyTorch folds, and the other reader sees wrong values. */
  @Test
  void aConvolutionThatOthersReadKeepsItsBatchNorm() {
    Net net = new Net();
    Conv2d conv = net.with("conv", new Conv2d(2, 4, 3));
    BatchNorm2d norm = net.with("norm", new BatchNorm2d(4));
    net.forward(x -> {
      Variable y = conv.call(x);
      return norm.call(y).add(y);
    });
    stays(net, Reason.SEVERAL_USERS, 1, 2, 5, 5);
  }

  /** PyTorch drops the second BatchNorm. */
  @Test
  void oneConvolutionWithTwoBatchNormsGetsTwoWeights() {
    Net net = new Net();
    Conv2d conv = net.with("conv", new Conv2d(2, 4, 3));
    BatchNorm2d first = net.with("first", new BatchNorm2d(4));
    BatchNorm2d second = net.with("second", new BatchNorm2d(4));
    net.forward(x -> first.call(conv.call(x)).add(second.call(conv.call(x))));
    FoldBatchNorm.Folded folded = fold(net, 1, 2, 5, 5);
    assertThat(count(folded.program().graph(), BATCH_NORM)).isEqualTo(0);
    assertThat(folded.program().state()).containsKey("conv.weight_folded");
    assertThat(folded.program().state()).containsKey("conv.weight_folded_1");
  }

  @Test
  void oneConvolutionAndItsBatchNormOnSeveralChunksAreFoldedOnce() {
    for (boolean bias : List.of(true, false)) {
      Net net = new Net();
      Conv2d conv = net.with("conv", new Conv2d(2, 4, 3).bias(bias));
      BatchNorm2d norm = net.with("norm", new BatchNorm2d(4));
      net.forward(x -> {
        List<Variable> chunks = x.chunk(2, 0);
        return norm.call(conv.call(chunks.get(0))).add(norm.call(conv.call(chunks.get(1))));
      });
      FoldBatchNorm.Folded folded = fold(net, 2, 2, 5, 5);
      assertThat(count(folded.program().graph(), BATCH_NORM)).isEqualTo(0);
      assertThat(folded.program().state().keySet())
          .contains(bias ? "conv.bias" : "conv.weight_bias");
      assertThat(folded.program().state().keySet()).doesNotContain("conv.weight_folded");
    }
  }

  @Test
  void theProgramThatIsFoldedStaysAsItIs() {
    Net net = new Net();
    Conv2d conv = net.with("conv", new Conv2d(2, 4, 3));
    BatchNorm2d norm = net.with("norm", new BatchNorm2d(4));
    ExportedProgram program = Networks.trace(net.forward(x -> norm.call(conv.call(x))), 1, 2, 5, 5);
    Tensor x = Networks.random(5, 1, 2, 5, 5);
    Tensor before = program.run(x).getFirst();
    var unused = FoldBatchNorm.fold(program);
    assertThat(program.run(x).getFirst().bitEquals(before)).isTrue();
    assertThat(unused.program()).isNotEqualTo(program);
  }

  /** A program of a convolution and a BatchNorm from its text; what is no input is a parameter. */
  private static ExportedProgram parse(String text, String... users) {
    Graph graph = GraphText.parse(text);
    ImmutableList.Builder<InputSpec> inputs = ImmutableList.builder();
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    for (Value value : graph.inputs()) {
      if (List.of(users).contains(value.name())) {
        inputs.add(new InputSpec.User());
      } else {
        inputs.add(new InputSpec.Parameter(value.name()));
        state.put(
            value.name(),
            Networks.random(value.name().hashCode(), value.tensorType().shape().toArray()));
      }
    }
    return new ExportedProgram(
        graph,
        inputs.build(),
        graph.outputs().stream()
            .<OutputSpec>map(_ -> new OutputSpec.User())
            .collect(ImmutableList.toImmutableList()),
        state.buildOrThrow(),
        ImmutableMap.of(),
        TreeSpec.positional(users.length),
        TreeSpec.tuple(Collections.nCopies(graph.outputs().size(), TreeSpec.LEAF)),
        ProgramMetadata.traced(ImmutableList.of(), ImmutableList.of()));
  }

  private static void staysBecause(Reason reason, String detail, ExportedProgram program) {
    FoldBatchNorm.Folded folded = FoldBatchNorm.fold(program);
    assertThat(folded.program()).isSameInstanceAs(program);
    assertThat(folded.decisions()).hasSize(1);
    assertThat(folded.decisions().getFirst().reason()).isEqualTo(reason);
    assertThat(folded.decisions().getFirst().detail()).contains(detail);
  }

  @Test
  void aBatchNormInTrainingStays() {
    staysBecause(
        Reason.FORM_NOT_IN_RECIPE,
        "it uses the statistics of each batch",
        parse(
            """
            graph(%w: f32[2, 2, 1, 1], %m: f32[2], %v: f32[2], %x: f32[1, 2, 3, 3]) {
              %c: f32[1, 2, 3, 3] = aten.conv2d.default(%x, %w)
              %n: f32[1, 2, 3, 3] = aten.batch_norm.default(
                %c, None, None, %m, %v, True, 0.1, 1e-05, True)
              return %n
            }
            """,
            "x"));
  }

  @Test
  void aComputedWeightOrBiasPreventsFolding() {
    staysBecause(
        Reason.FORM_NOT_IN_RECIPE,
        "%b is computed, not a parameter",
        parse(
            """
            graph(%w: f32[2, 2, 1, 1], %m: f32[2], %v: f32[2], %x: f32[1, 2, 3, 3]) {
              %b: f32[2] = aten.exp.default(%m)
              %c: f32[1, 2, 3, 3] = aten.conv2d.default(%x, %w, %b)
              %n: f32[1, 2, 3, 3] = aten.batch_norm.default(
                %c, None, None, %m, %v, False, 0.1, 1e-05, True)
              return %n
            }
            """,
            "x"));
  }

  @Test
  void aWeightThatIsAnOutputStaysAsItIs() {
    FoldBatchNorm.Folded folded =
        fold(
            withStatistics(
                parse(
                    """
                    graph(%w: f32[2, 2, 1, 1], %m: f32[2], %running_var: f32[2], %x: f32[1, 2, 3, 3]) {
                      %c: f32[1, 2, 3, 3] = aten.conv2d.default(%x, %w)
                      %n: f32[1, 2, 3, 3] = aten.batch_norm.default(
                        %c, None, None, %m, %running_var, False, 0.1, 1e-05, True)
                      return %n, %w
                    }
                    """,
                    "x")),
            1,
            2,
            3,
            3);
    assertThat(folded.program().state()).containsKey("w_folded");
  }

  @Test
  void layersThatDifferInEpsAloneGetTwoWeights() {
    FoldBatchNorm.Folded folded =
        fold(
            withStatistics(
                parse(
                    """
                    graph(%w: f32[2, 2, 1, 1], %m: f32[2], %running_var: f32[2], %x: f32[1, 2, 3, 3]) {
                      %c: f32[1, 2, 3, 3] = aten.conv2d.default(%x, %w)
                      %n: f32[1, 2, 3, 3] = aten.batch_norm.default(
                        %c, None, None, %m, %running_var, False, 0.1, 1e-05, True)
                      %d: f32[1, 2, 3, 3] = aten.conv2d.default(%x, %w)
                      %o: f32[1, 2, 3, 3] = aten.batch_norm.default(
                        %d, None, None, %m, %running_var, False, 0.1, 0.5, True)
                      return %n, %o
                    }
                    """,
                    "x")),
            1,
            2,
            3,
            3);
    assertThat(count(folded.program().graph(), BATCH_NORM)).isEqualTo(0);
  }

  private static ExportedProgram threeResults(String outputs) {
    return parse(
        "graph(%w: f32[2, 2, 1, 1], %m: f32[2], %v: f32[2], %x: f32[1, 2, 3, 3]) {\n"
            + "%c: f32[1, 2, 3, 3] = aten.conv2d.default(%x, %w)\n"
            + "%n: f32[1, 2, 3, 3], %s: f32[0], %t: f32[0] ="
            + " aten._native_batch_norm_legit_no_training.default("
            + "%c, None, None, %m, %v, 0.1, 1e-05) as %norm\n"
            + outputs
            + "}",
        "x");
  }

  @Test
  void aBatchNormOfWhichOnlyTheFirstResultIsReadIsFolded() {
    FoldBatchNorm.Folded folded = FoldBatchNorm.fold(threeResults("return %n"));
    assertThat(folded.decisions().getFirst().reason()).isEqualTo(Reason.FOLDED);
    assertThat(folded.program().graph().nodes()).hasSize(1);
  }

  @Test
  void aBatchNormWhoseStatisticsAreReadStays() {
    String detail = "its second or third result is read";
    staysBecause(Reason.SEVERAL_USERS, detail, threeResults("return %n, %s"));
    staysBecause(
        Reason.SEVERAL_USERS,
        detail,
        threeResults("%u: f32[0] = aten.exp.default(%t)\nreturn %n, %u"));
  }

  @Test
  void outputsThatAreNoTensorsAndThoseOfOtherNodesStay() {
    FoldBatchNorm.Folded folded =
        FoldBatchNorm.fold(
            parse(
                """
                graph(%w: f32[2, 2, 1, 1], %m: f32[2], %v: f32[2], %x: f32[1, 2, 3, 3]) {
                  %c: f32[1, 2, 3, 3] = aten.conv2d.default(%x, %w)
                  %n: f32[1, 2, 3, 3] = aten.batch_norm.default(
                %c, None, None, %m, %v, False, 0.1, 1e-05, True)
                  %r: f32[1, 2, 3, 3] = aten.relu.default(%n)
                  return None, %r, %n
                }
                """,
                "x"));
    assertThat(GraphText.print(folded.program().graph())).contains("return None, %r, %c");
  }
}
