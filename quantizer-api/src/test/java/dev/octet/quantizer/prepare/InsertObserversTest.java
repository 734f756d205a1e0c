package dev.octet.quantizer.prepare;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.SiteQuantizer.ACTIVATION;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.node;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.text.GraphText;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names and places of observers in a graph. */
final class InsertObserversTest {
  private static ExportedProgram parse(String text) {
    Graph graph = GraphText.parse(text);
    int inputs = graph.inputs().size();
    int outputs = graph.outputs().size();
    return new ExportedProgram(
        graph,
        ImmutableList.copyOf(Collections.nCopies(inputs, new InputSpec.User())),
        ImmutableList.copyOf(Collections.nCopies(outputs, new OutputSpec.User())),
        ImmutableMap.of(),
        ImmutableMap.of(),
        TreeSpec.positional(inputs),
        TreeSpec.tuple(Collections.nCopies(outputs, TreeSpec.LEAF)),
        ProgramMetadata.traced(ImmutableList.of(), ImmutableList.of()));
  }

  private static PreparedProgram prepare(ExportedProgram program, SiteQuantizer quantizer) {
    Annotations.Builder into = Annotations.builder(program.graph());
    quantizer.annotateInto(program.graph(), into);
    return InsertObservers.apply(program, ObserverPlan.of(program.graph(), into.build()));
  }

  private static List<String> observers(PreparedProgram prepared) {
    return prepared.program().graph().nodes().stream()
        .filter(PreparedProgram::isObserver)
        .map(Node::name)
        .toList();
  }

  @Test
  void namesAreNumberedPastThoseThatInputsNodesAndResultsHave() {
    PreparedProgram prepared =
        prepare(
            parse(
                """
                graph(%activation_post_process_1: f32[2]) {
                  %activation_post_process_2: f32[1], %b: f32[1] =
                    aten.split.Tensor(%activation_post_process_1, 1)
                    as %activation_post_process_4
                  %relu: f32[1] = aten.relu.default(%b)
                  %tanh: f32[1] = aten.tanh.default(%relu)
                  return %tanh, %activation_post_process_2
                }
                """),
            SiteQuantizer.of((graph, into) -> {
              into.input(node(graph, "relu"), 0, MIN_MAX);
              into.output(node(graph, "relu").result(), MIN_MAX);
              into.output(node(graph, "tanh").result(), MIN_MAX);
            }));
    assertThat(observers(prepared))
        .containsExactly(
            "activation_post_process_0", "activation_post_process_3", "activation_post_process_5")
        .inOrder();
    assertThat(prepared.groups().stream().map(ObserverGroup::name).toList())
        .containsExactlyElementsIn(observers(prepared))
        .inOrder();
  }

  @Test
  void readersAndOutputsReadThroughTheObserverOfAResult() {
    PreparedProgram prepared =
        prepare(
            parse(
                """
                graph(%x: f32[2]) {
                  %relu: f32[2] = aten.relu.default(%x)
                  %tanh: f32[2] = aten.tanh.default(%relu)
                  %exp: f32[2] = aten.exp.default(%relu)
                  return None, %relu, %tanh, %exp
                }
                """),
            SiteQuantizer.of((graph, into) -> {
              into.output(node(graph, "relu").result(), MIN_MAX);
              into.input(node(graph, "tanh"), 0, ACTIVATION);
            }));
    assertThat(GraphText.print(prepared.program().graph()))
        .isEqualTo(
            """
            graph(%x: f32[2]) {
              %relu: f32[2] = aten.relu.default(%x)
              %activation_post_process_0: f32[2] = octet.observe.default(%relu, "activation_post_process_0")
              %activation_post_process_1: f32[2] = octet.observe.default(%activation_post_process_0, "activation_post_process_1")
              %tanh: f32[2] = aten.tanh.default(%activation_post_process_1)
              %exp: f32[2] = aten.exp.default(%activation_post_process_0)
              return None, %activation_post_process_0, %tanh, %exp
            }
            """);
    Node second = node(prepared.program().graph(), "activation_post_process_1");
    assertThat(prepared.watched(second).name()).isEqualTo("relu");
  }

  @Test
  void oneObserverServesAllReadersThatAreAnnotatedAlike() {
    PreparedProgram prepared =
        prepare(
            parse(
                """
                graph(%x: f32[2]) {
                  %relu: f32[2] = aten.relu.default(%x)
                  %tanh: f32[2] = aten.tanh.default(%x)
                  %exp: f32[2] = aten.exp.default(%x)
                  return %relu, %tanh, %exp
                }
                """),
            SiteQuantizer.of((graph, into) -> {
              into.input(node(graph, "relu"), 0, MIN_MAX);
              into.input(node(graph, "tanh"), 0, MIN_MAX);
            }));
    Graph graph = prepared.program().graph();
    assertThat(observers(prepared)).containsExactly("activation_post_process_0");
    assertThat(node(graph, "tanh").operand(0).name()).isEqualTo("activation_post_process_0");
    assertThat(node(graph, "exp").operand(0).name()).isEqualTo("x");
  }

  @Test
  void parametersCannotBeDerivedFromWhatNothingObserves() {
    ExportedProgram program =
        parse("graph(%x: f32[2]) { %relu: f32[2] = aten.relu.default(%x) return %relu }");
    AnnotationException error =
        assertThrows(
            AnnotationException.class,
            () ->
                prepare(
                    program,
                    SiteQuantizer.of((graph, into) -> {
                      Site unobserved = Site.output(node(graph, "relu").result());
                      into.input(
                          node(graph, "relu"),
                          0,
                          DerivedQuantizationSpec.bias(unobserved, unobserved, false));
                    })));
    assertThat(error).hasMessageThat().contains("which nothing observes");
  }
}
