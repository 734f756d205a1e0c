package dev.octet.quantizer.annotate;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.WEIGHT;
import static dev.octet.quantizer.SiteQuantizer.node;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.op.TensorType;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.spec.BiasDerivation;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.quantizer.spec.SpecException;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class AnnotationCheckTest {
  private static final Graph GRAPH =
      Graph.build(b -> {
        Value x = Networks.input(b, "x");
        Value ids = b.input("ids", TensorType.of(DType.INT64, 4, 4));
        Value y = b.call(AtenOps.RELU, x);
        b.output(b.call(AtenOps.ADD_TENSOR, y, ids));
      });

  private static Annotations.Builder into() {
    return Annotations.builder(GRAPH);
  }

  private static void refused(Annotations.Builder into, String... parts) {
    refusedIn(GRAPH, into, parts);
  }

  private static void refusedIn(Graph graph, Annotations.Builder into, String... parts) {
    Annotations annotations = into.build();
    isRefused(() -> AnnotationCheck.check(graph, annotations), parts);
  }

  private static void isRefused(Executable action, String... parts) {
    AnnotationException error = assertThrows(AnnotationException.class, action);
    for (String part : parts) {
      assertThat(error).hasMessageThat().contains(part);
    }
  }

  @Test
  void soundAnnotationsPass() {
    Node relu = node(GRAPH, "relu");
    AnnotationCheck.check(
        GRAPH,
        into()
            .input(relu, 0, MIN_MAX)
            .output(relu.result(), new SharedQuantizationSpec(Site.input(relu, 0)))
            .build());
  }

  @Test
  void aSiteIsAnnotatedOnce() {
    Node relu = node(GRAPH, "relu");
    Annotations.Builder into = into().input(relu, 0, MIN_MAX);
    isRefused(
        () -> into.input(relu, 0, WEIGHT),
        "%relu aten.relu.default",
        "operand 0",
        "annotated twice");
  }

  @Test
  void sitesMustExist() {
    Graph other = Graph.build(b -> b.output(b.call(AtenOps.TANH, Networks.input(b, "z"))));
    refused(into().input(node(other, "tanh"), 0, MIN_MAX), "no node %tanh");
    refused(into().output(other.value("z"), MIN_MAX), "no value %z");
    assertThrows(SpecException.class, () -> into().input(node(GRAPH, "relu"), 1, MIN_MAX));
  }

  @Test
  void onlyFloatingPointIsQuantized() {
    refused(into().input(node(GRAPH, "add"), 1, MIN_MAX), "operand 1 of %add", "s64[4, 4]");
  }

  @Test
  void sharingNeedsAnEnd() {
    Node relu = node(GRAPH, "relu");
    Node add = node(GRAPH, "add");
    refused(
        into().input(relu, 0, new SharedQuantizationSpec(Site.input(add, 0))),
        "operand 0 of %relu",
        "operand 0 of %add",
        "has no spec");
    refused(
        into()
            .input(relu, 0, new SharedQuantizationSpec(Site.input(add, 0)))
            .input(add, 0, new SharedQuantizationSpec(Site.input(relu, 0))),
        "in a circle",
        "→",
        "needs a spec of its own");
  }

  @Test
  void derivationNeedsObservedSites() {
    Node relu = node(GRAPH, "relu");
    Node add = node(GRAPH, "add");
    Site first = Site.input(relu, 0);
    refused(
        into()
            .input(relu, 0, DerivedQuantizationSpec.bias(Site.input(add, 0), first, false))
            .input(add, 0, DerivedQuantizationSpec.bias(first, first, false)),
        "derived themselves");
    refused(
        into().input(relu, 0, DerivedQuantizationSpec.bias(Site.input(add, 0), first, false)),
        "operand 0 of %relu",
        "derives its parameters from operand 0 of %add",
        "has no spec");
  }

  @Test
  void derivationFromACircleIsRefused() {
    Node relu = node(GRAPH, "relu");
    Node add = node(GRAPH, "add");
    Site first = Site.input(add, 0);
    Site second = Site.output(relu.result());
    Annotations annotations =
        into()
            .input(relu, 0, DerivedQuantizationSpec.bias(first, second, false))
            .input(add, 0, new SharedQuantizationSpec(second))
            .output(relu.result(), new SharedQuantizationSpec(first))
            .build();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> isRefused(() -> AnnotationCheck.check(GRAPH, annotations), "in a circle", "%add"));
  }

  @Test
  void doublePrecisionIsRefusedByName() {
    Graph graph =
        Graph.build(b -> {
          Value x = b.input("x", TensorType.of(DType.FLOAT64, 3));
          b.output(b.call(AtenOps.RELU, x));
        });
    refusedIn(
        graph,
        Annotations.builder(graph).input(node(graph, "relu"), 0, MIN_MAX),
        "operand 0 of %relu",
        "f64[3]",
        "f32, f16 or bf16");
  }

  @Test
  void theChannelAxisMustExist() {
    Node relu = node(GRAPH, "relu");
    QuantizationSpec third = WEIGHT.toBuilder().channelAxis(2).build();
    refused(into().input(relu, 0, third), "operand 0 of %relu", "channel axis 2", "f32[4, 4]");
    refused(
        into()
            .input(relu, 0, MIN_MAX)
            .output(relu.result(), derived(Site.input(relu, 0), QScheme.PER_CHANNEL_AFFINE, 3)),
        "output of %relu",
        "channel axis 3",
        "f32[4, 4]");
    // Without scales per channel an axis means nothing.
    AnnotationCheck.check(
        GRAPH,
        into()
            .input(relu, 0, MIN_MAX)
            .output(relu.result(), derived(Site.input(relu, 0), null, 3))
            .build());
  }

  private static DerivedQuantizationSpec derived(
      Site source, @Nullable QScheme scheme, @Nullable Integer axis) {
    return new DerivedQuantizationSpec(
        List.of(source, source), BiasDerivation.PRODUCT_OF_SCALES, DType.INT8, null, scheme, axis);
  }

  @Test
  void sitesThatShareScalesPerChannelHaveTheChannels() {
    Graph graph =
        Graph.build(b -> {
          b.output(b.call(AtenOps.RELU, b.input("x", TensorType.of(DType.FLOAT32, 2, 3))));
          b.output(b.call(AtenOps.TANH, b.input("y", TensorType.of(DType.FLOAT32, 2, 4))));
          b.output(b.call(AtenOps.SIGMOID, b.input("z", TensorType.of(DType.FLOAT32, 2))));
        });
    Node relu = node(graph, "relu");
    SharedQuantizationSpec shared = new SharedQuantizationSpec(Site.input(relu, 0));
    for (int axis = 0; axis < 2; axis++) {
      QuantizationSpec spec = WEIGHT.toBuilder().channelAxis(axis).build();
      Annotations.Builder same =
          Annotations.builder(graph).input(relu, 0, spec).output(relu.result(), shared);
      AnnotationCheck.check(graph, same.build());
      Annotations.Builder other =
          Annotations.builder(graph).input(node(graph, "tanh"), 0, shared).input(relu, 0, spec);
      if (axis == 0) {
        AnnotationCheck.check(graph, other.build());
      } else {
        refusedIn(
            graph,
            other,
            "operand 0 of %tanh",
            "that of operand 0 of %relu",
            "has 4 channels",
            "has 3");
        refusedIn(
            graph,
            Annotations.builder(graph)
                .input(relu, 0, spec)
                .input(node(graph, "sigmoid"), 0, shared),
            "operand 0 of %sigmoid",
            "channel axis 1",
            "f32[2]");
      }
    }
  }

  @Test
  void theNumberOfChannelsIsFixed() {
    Graph graph =
        Graph.build(b -> {
          List<SymInt> sizes = List.of(SymInt.symbol("s53"), SymInt.of(3));
          b.output(b.call(AtenOps.RELU, b.input("x", new TensorType(DType.FLOAT32, sizes))));
        });
    Node relu = node(graph, "relu");
    refusedIn(
        graph,
        Annotations.builder(graph).input(relu, 0, WEIGHT),
        "operand 0 of %relu",
        "channel axis 0",
        "f32[s53, 3]",
        "dynamic");
    AnnotationCheck.check(
        graph,
        Annotations.builder(graph)
            .input(relu, 0, WEIGHT.toBuilder().channelAxis(1).build())
            .build());
  }
}
