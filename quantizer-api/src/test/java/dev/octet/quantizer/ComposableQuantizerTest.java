package dev.octet.quantizer;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.WEIGHT;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.nn.Linear;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.ObserverAssignments;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.observe.Observer;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ComposableQuantizerTest {
  private static final QuantizationSpec OTHER =
      MIN_MAX.toBuilder().observer(ObserverKind.histogram(0x1p-12)).build();

  /** Annotates the input of some nodes; looks at earlier annotations only if it is polite. */
  private record Recipe(String name, Set<String> nodes, QuantizationSpec spec, boolean polite)
      implements Quantizer {
    @Override
    public Annotations annotate(ExportedProgram program, Annotations earlier) {
      Annotations.Builder into = Annotations.builder(program.graph());
      for (Node node : program.graph().nodes()) {
        if (polite && earlier.claims(node)) {
          into.decide(new Decision(node.name(), Reason.ANNOTATED_BEFORE, name));
        } else if (nodes.contains(node.name())) {
          into.input(node, 0, spec);
          into.decide(new Decision(node.name(), Reason.QUANTIZED, name));
        } else {
          into.decide(new Decision(node.name(), Reason.OUTSIDE_RECIPE, name));
        }
      }
      return into.build();
    }
  }

  /** Appends a negation of the first output's producer, and notes what it is asked. */
  private record Recorder(String name, List<String> calls) implements Quantizer {
    @Override
    public ExportedProgram transformForAnnotation(ExportedProgram program) {
      calls.add(name + " transforms " + program.graph().nodes().size());
      Graph graph = program.graph();
      return program.withGraph(
          Graph.build(builder -> {
            graph.inputs().forEach(builder::addInput);
            graph.nodes().forEach(builder::add);
            builder.output(
                builder.call(OpName.aten("neg", "default"), graph.nodes().getLast().result()));
          }));
    }

    @Override
    public Annotations annotate(ExportedProgram program, Annotations earlier) {
      calls.add(name + " annotates " + program.graph().nodes().size());
      Node first = program.graph().nodes().getFirst();
      return earlier.claims(first)
          ? Annotations.none()
          : Annotations.builder(program.graph()).input(first, 0, MIN_MAX).build();
    }

    @Override
    public void validate(ExportedProgram program, Annotations annotations) {
      calls.add(name + " validates " + annotations.sites().size());
    }

    @Override
    public void assignObservers(ObserverAssignments assignments) {
      calls.add(name + " assigns " + assignments.sites().size());
    }
  }

  private static ExportedProgram twoLayers() {
    Net net = new Net();
    Linear first = net.with("first", new Linear(4, 4));
    Linear second = net.with("second", new Linear(4, 4));
    return Networks.trace(net.forward(x -> second.call(first.call(x).relu())), 2, 4);
  }

  @Test
  void theFirstToAnnotateANodeHasIt() {
    Quantizer both =
        ComposableQuantizer.of(
            new Recipe("First", Set.of("linear"), MIN_MAX, true),
            new Recipe("Second", Set.of("linear", "linear_1"), OTHER, true));
    Annotations annotations = Quantization.prepare(twoLayers(), both).annotations();
    assertThat(annotations.spec(new Site.Input("linear", 0)).orElseThrow()).isEqualTo(MIN_MAX);
    assertThat(annotations.spec(new Site.Input("linear_1", 0)).orElseThrow()).isEqualTo(OTHER);
    assertThat(annotations.decision("linear").orElseThrow().annotator()).isEqualTo("First");
    assertThat(annotations.decision("linear_1").orElseThrow().annotator()).isEqualTo("Second");
    assertThat(annotations.decision("relu").orElseThrow().reason())
        .isEqualTo(Reason.OUTSIDE_RECIPE);
  }

  @Test
  void aMemberThatAnnotatesWhatIsTakenIsNamed() {
    Quantizer both =
        ComposableQuantizer.of(
            new Recipe("First", Set.of("linear"), MIN_MAX, true),
            new Recipe("Second", Set.of("linear"), OTHER, false));
    AnnotationException e =
        assertThrows(AnnotationException.class, () -> Quantization.prepare(twoLayers(), both));
    assertThat(e).hasMessageThat().startsWith("Second annotates operand 0 of %linear, but ");
    assertThat(e).hasMessageThat().contains("%linear aten.linear.default (first)");
    assertThat(e).hasMessageThat().contains("quantized: First");
  }

  @Test
  void aGraphInputThatIsAnnotatedTwiceIsNamedWithTheMember() {
    SiteQuantizer input = SiteQuantizer.of((graph, into) -> into.output(graph.value("x"), MIN_MAX));
    AnnotationException e =
        assertThrows(
            AnnotationException.class,
            () -> Quantization.prepare(twoLayers(), ComposableQuantizer.of(input, input)));
    assertThat(e).hasMessageThat().startsWith("SiteQuantizer: output %x is annotated twice");
  }

  @Test
  void everythingIsForwardedInOrder() {
    List<String> calls = new ArrayList<>();
    PreparedModel prepared =
        Quantization.prepare(
            twoLayers(),
            ComposableQuantizer.of(new Recorder("a", calls), new Recorder("b", calls)));
    assertThat(calls)
        .containsExactly(
            "a transforms 3",
            "b transforms 4",
            "a annotates 5",
            "b annotates 5",
            "a validates 1",
            "b validates 1",
            "a assigns 1",
            "b assigns 1")
        .inOrder();
    assertThat(Networks.count(prepared.program().graph(), "aten.neg.default")).isEqualTo(2);
  }

  @Test
  void aMemberExchangesTheObserversOfAllMembers() {
    Quantizer fixing =
        new Quantizer() {
          @Override
          public Annotations annotate(ExportedProgram program, Annotations earlier) {
            return Annotations.none();
          }

          @Override
          public void assignObservers(ObserverAssignments assignments) {
            assignments.replace(
                new Site.Input("linear", 0),
                Observer.of(new FixedQParamsQuantizationSpec(DType.INT8, 0.25, 3)));
          }
        };
    PreparedModel prepared =
        Quantization.prepare(
            twoLayers(), ComposableQuantizer.of(SiteQuantizer.layers(MIN_MAX, WEIGHT), fixing));
    assertThat(prepared.observers().getFirst().qparams().scale()).isEqualTo(0.25f);
  }

  @Test
  void compositionsNest() {
    Recipe first = new Recipe("First", Set.of("linear"), MIN_MAX, true);
    Recipe second = new Recipe("Second", Set.of("linear", "linear_1"), OTHER, true);
    Recipe third = new Recipe("Third", Set.of("relu", "linear_1"), MIN_MAX, true);
    Quantizer flat = ComposableQuantizer.of(first, second, third);
    Quantizer nested = ComposableQuantizer.of(first, ComposableQuantizer.of(second, third));
    assertThat(Quantization.prepare(twoLayers(), nested).annotations())
        .isEqualTo(Quantization.prepare(twoLayers(), flat).annotations());
    assertThat(nested.name()).isEqualTo("First + Second + Third");
  }

  @Test
  void aCompositionHasAMember() {
    assertThrows(InputException.class, () -> ComposableQuantizer.of());
  }
}
