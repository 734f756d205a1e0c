package dev.octet.quantizer.convert;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.Networks.count;
import static dev.octet.quantizer.SiteQuantizer.ACTIVATION;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.WEIGHT;
import static dev.octet.quantizer.SiteQuantizer.node;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.text.GraphText;
import dev.octet.nn.Linear;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.program.OutputSpec;
import dev.octet.program.TreeSpec;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which readers of a quantized tensor get a dequantize of their own. */
final class DuplicateDequantizeTest {
  private static final String DEQUANTIZE = "quantized_decomposed.dequantize_per_tensor.default";

  private static Graph convert(UnaryOperator<Variable> forward, SiteQuantizer quantizer) {
    return convert(Networks.trace(new Net().forward(forward), 3, 6), quantizer);
  }

  private static Graph convert(ExportedProgram program, SiteQuantizer quantizer) {
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    prepared.run(Networks.random(1, 3, 6));
    return prepared.convert().program().graph();
  }

  private static List<String> readers(Graph graph, String dequantize) {
    return graph.uses(node(graph, dequantize).result()).stream()
        .map(use -> use.user().name())
        .toList();
  }

  @Test
  void aReaderOfWhichOnlyTheOutputIsAnnotatedGetsItsOwn() {
    Graph graph =
        convert(
            x -> {
              Variable y = x.relu();
              return y.tanh().add(y.sigmoid());
            },
            SiteQuantizer.of((g, into) -> {
              into.output(node(g, "relu").result(), MIN_MAX);
              into.output(node(g, "tanh").result(), MIN_MAX);
            }));
    // One for tanh, the original for sigmoid, and that behind tanh.
    assertThat(count(graph, DEQUANTIZE)).isEqualTo(3);
    Node tanh = node(graph, "tanh");
    Node sigmoid = node(graph, "sigmoid");
    assertThat(tanh.operand(0)).isNotEqualTo(sigmoid.operand(0));
    assertThat(sigmoid.operand(0).name()).isEqualTo("dequantize_per_tensor_default");
    assertThat(readers(graph, "dequantize_per_tensor_default")).containsExactly("sigmoid");
  }

  @Test
  void readersWithoutAnnotationShareTheOriginal() {
    Graph graph =
        convert(
            x -> {
              Variable y = x.relu();
              return y.tanh().add(y.sigmoid());
            },
            SiteQuantizer.of((g, into) -> into.output(node(g, "relu").result(), MIN_MAX)));
    assertThat(count(graph, DEQUANTIZE)).isEqualTo(1);
    assertThat(readers(graph, "dequantize_per_tensor_default")).containsExactly("tanh", "sigmoid");
  }

  @Test
  void theOnlyReaderKeepsTheOriginal() {
    Graph graph =
        convert(
            x -> x.relu().tanh(),
            SiteQuantizer.of((g, into) -> into.input(node(g, "tanh"), 0, MIN_MAX)));
    assertThat(count(graph, DEQUANTIZE)).isEqualTo(1);
    assertThat(node(graph, "tanh").operand(0).name()).isEqualTo("dequantize_per_tensor_default");
  }

  @Test
  void aReaderGetsItsOwnIfTheTensorIsAnOutputToo() {
    ExportedProgram traced = Networks.trace(new Net().forward(x -> x.relu().tanh()), 3, 6);
    Graph graph = traced.graph();
    ExportedProgram both =
        new ExportedProgram(
            new Graph(
                graph.inputs(),
                graph.nodes(),
                List.of(
                    new GraphOutput.Of(node(graph, "relu").result()),
                    new GraphOutput.Of(node(graph, "tanh").result()))),
            traced.inputs(),
            ImmutableList.of(new OutputSpec.User(), new OutputSpec.User()),
            traced.state(),
            traced.ranges(),
            traced.inputTree(),
            TreeSpec.tuple(List.of(TreeSpec.LEAF, TreeSpec.LEAF)),
            traced.metadata());
    Graph converted =
        convert(
            both,
            SiteQuantizer.of((g, into) -> {
              into.output(node(g, "relu").result(), MIN_MAX);
              into.output(node(g, "tanh").result(), MIN_MAX);
            }));
    assertThat(converted.outputs().getFirst())
        .isEqualTo(new GraphOutput.Of(node(converted, "dequantize_per_tensor_default").result()));
    assertThat(readers(converted, "dequantize_per_tensor_default")).isEmpty();
    assertThat(node(converted, "tanh").operand(0))
        .isNotEqualTo(node(converted, "dequantize_per_tensor_default").result());
  }

  @Test
  void whoReadsTheSizesAloneIsNoReader() {
    ExportedProgram traced = Networks.trace(new Net().forward(x -> x.relu().tanh()), 3, 6);
    Graph sizes =
        GraphText.parse(
            """
            graph(%x: f32[3, 6]) {
              %relu: f32[3, 6] = aten.relu.default(%x)
              %rows: int(3) = aten.sym_size.int(%relu, 0)
              %tanh: f32[3, 6] = aten.tanh.default(%relu)
              %view: f32[3, 6] = aten.view.default(%tanh, [%rows, 6])
              return %view
            }
            """);
    Graph graph =
        convert(
            traced.withGraph(sizes),
            SiteQuantizer.of((g, into) ->
                into.input(node(g, "tanh"), 0, MIN_MAX).output(node(g, "relu").result(), MIN_MAX)));
    assertThat(count(graph, DEQUANTIZE)).isEqualTo(1);
    assertThat(readers(graph, "dequantize_per_tensor_default")).containsExactly("rows", "tanh");
  }

  @Test
  void aTensorWhoseParametersEachRunChoosesStaysShared() {
    QuantizationSpec dynamic =
        QuantizationSpec.builder(DType.UINT8, ObserverKind.placeholder(0x1p-12))
            .range(0, 255)
            .qscheme(QScheme.PER_TENSOR_AFFINE)
            .dynamic(true)
            .build();
    Net net = new Net();
    Linear first = net.with("first", new Linear(6, 4));
    Linear second = net.with("second", new Linear(6, 4));
    ExportedProgram program =
        Networks.trace(net.forward(x -> first.call(x).add(second.call(x))), 3, 6);
    Graph graph = convert(program, SiteQuantizer.layers(dynamic, WEIGHT));
    String op = "quantized_decomposed.dequantize_per_tensor.tensor";
    assertThat(count(graph, op)).isEqualTo(1);
    assertThat(readers(graph, "dequantize_per_tensor_tensor"))
        .containsExactly("linear", "linear_1");
    Graph fixed = convert(program, SiteQuantizer.layers(ACTIVATION, WEIGHT));
    assertThat(count(fixed, DEQUANTIZE)).isEqualTo(2);
  }
}
