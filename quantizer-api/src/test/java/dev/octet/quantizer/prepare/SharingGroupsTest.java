package dev.octet.quantizer.prepare;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.concat;
import static dev.octet.quantizer.SiteQuantizer.node;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples of PyTorch's sharing rules. */
final class SharingGroupsTest {
  /** {@code cat2(op3, cat1(op1, op2))}, or with the operands of the second one swapped. */
  private static Graph nestedConcats(boolean swapped) {
    return Graph.build(b -> {
      Value x = Networks.input(b, "x");
      Value op1 = b.call(AtenOps.SIGMOID, x);
      Value op2 = b.call(AtenOps.TANH, x);
      Value op3 = b.call(AtenOps.SILU, x);
      Value inner = b.call(AtenOps.CAT, List.of(op1, op2));
      List<Value> outer = swapped ? List.of(inner, op3) : List.of(op3, inner);
      b.output(b.call(AtenOps.CAT, outer));
    });
  }

  private static void shareAll(Node concat, int concrete, Annotations.Builder into) {
    SharedQuantizationSpec shared = new SharedQuantizationSpec(Site.input(concat, concrete));
    for (int i = 0; i < concat.operands().size(); i++) {
      into.input(concat, i, i == concrete ? MIN_MAX : shared);
    }
    into.output(concat.result(), shared);
  }

  private static List<List<Site>> groups(Graph graph, SiteQuantizer quantizer) {
    Annotations.Builder into = Annotations.builder(graph);
    quantizer.annotateInto(graph, into);
    return SharingGroups.of(graph, into.build());
  }

  @Test
  void chainedConcatsShareOneObserver() {
    Graph graph = nestedConcats(false);
    List<List<Site>> groups =
        groups(
            graph,
            SiteQuantizer.of((g, into) -> {
              shareAll(concat(g, 0), 0, into);
              shareAll(concat(g, 1), 0, into);
            }));
    assertThat(groups).hasSize(1);
    assertThat(groups.getFirst()).hasSize(6);
  }

  @Test
  void chainedConcatsShareWhenTheTargetIsTheSecondInput() {
    Graph graph = nestedConcats(true);
    List<List<Site>> groups =
        groups(
            graph,
            SiteQuantizer.of((g, into) -> {
              shareAll(concat(g, 0), 0, into);
              shareAll(concat(g, 1), 1, into);
            }));
    assertThat(groups).hasSize(1);
  }

  @Test
  void withoutImplicitSharingOnlyExplicitGroupsRemain() {
    Graph graph =
        Graph.build(b -> {
          Value x = Networks.input(b, "x");
          Value y = Networks.input(b, "y");
          Value first = b.call(AtenOps.ADD_TENSOR, x, y);
          Value second = b.call(AtenOps.ADD_TENSOR, first, y);
          b.output(b.call(AtenOps.ADD_TENSOR, second, first));
        });
    SiteQuantizer separate = SiteQuantizer.of((g, into) -> addsShareWithin(g, into, true));
    assertThat(groups(graph, separate)).hasSize(3);
    SiteQuantizer joined = SiteQuantizer.of((g, into) -> addsShareWithin(g, into, false));
    assertThat(groups(graph, joined)).hasSize(1);
  }

  private static void addsShareWithin(Graph graph, Annotations.Builder into, boolean separate) {
    for (Node add : graph.nodes()) {
      SharedQuantizationSpec shared = new SharedQuantizationSpec(Site.input(add, 0));
      into.input(add, 0, MIN_MAX).input(add, 1, shared).output(add.result(), shared);
      if (separate) {
        into.withoutImplicitSharing(add);
      }
    }
  }

  @Test
  void edgesOfOneValueShareIfTheirSpecsAgree() {
    Graph graph = twoReaders();
    List<List<Site>> equal =
        groups(
            graph,
            SiteQuantizer.of((g, into) -> {
              into.input(node(g, "relu"), 0, MIN_MAX);
              into.input(node(g, "tanh"), 0, MIN_MAX);
            }));
    assertThat(equal).hasSize(1);
    // The observer is not compared, as in PyTorch; the range is.
    List<List<Site>> otherObserver =
        groups(
            graph,
            SiteQuantizer.of((g, into) -> {
              into.input(node(g, "relu"), 0, MIN_MAX);
              into.input(
                  node(g, "tanh"),
                  0,
                  MIN_MAX.toBuilder().observer(ObserverKind.histogram(0x1p-12)).build());
            }));
    assertThat(otherObserver).hasSize(1);
    List<List<Site>> otherRange =
        groups(
            graph,
            SiteQuantizer.of((g, into) -> {
              into.input(node(g, "relu"), 0, MIN_MAX);
              into.input(node(g, "tanh"), 0, MIN_MAX.toBuilder().range(-127, 127).build());
            }));
    assertThat(otherRange).hasSize(2);
  }

  @Test
  void equalFixedParametersShareAndDifferentOnesDoNot() {
    Graph graph = twoReaders();
    FixedQParamsQuantizationSpec fixed =
        new FixedQParamsQuantizationSpec(DType.UINT8, 1.0 / 256, 0);
    List<List<Site>> equal =
        groups(
            graph,
            SiteQuantizer.of((g, into) -> {
              into.input(node(g, "relu"), 0, fixed);
              into.output(
                  g.value("x"), new FixedQParamsQuantizationSpec(DType.UINT8, 1.0 / 256, 0));
            }));
    assertThat(equal).hasSize(1);
    List<List<Site>> different =
        groups(
            graph,
            SiteQuantizer.of((g, into) -> {
              into.input(node(g, "relu"), 0, fixed);
              into.output(
                  g.value("x"), new FixedQParamsQuantizationSpec(DType.UINT8, 1.0 / 128, 0));
            }));
    assertThat(different).hasSize(2);
  }

  @Test
  void bothOperandsOfOneNodeShareIfTheyAreOneValue() {
    Graph graph =
        Graph.build(b -> {
          Value x = Networks.input(b, "x");
          b.output(b.call(AtenOps.MUL_TENSOR, x, x));
        });
    List<List<Site>> groups =
        groups(
            graph,
            SiteQuantizer.of((g, into) -> {
              Node mul = node(g, "mul");
              into.input(mul, 0, MIN_MAX).input(mul, 1, MIN_MAX).withoutImplicitSharing(mul);
            }));
    assertThat(groups).hasSize(1);
  }

  /** Sharing whose target stands under a root that shares with a member of the same group. */
  @Test
  void sharingWithinAGroupThatRefersBackEnds() {
    Graph readers =
        Graph.build(b -> {
          Value x = Networks.input(b, "x");
          b.output(b.call(AtenOps.TANH, x));
          b.output(b.call(AtenOps.SIGMOID, x));
          b.output(b.call(AtenOps.SILU, x));
        });
    assertOneGroup(
        readers,
        SiteQuantizer.of((g, into) -> {
          into.input(node(g, "tanh"), 0, MIN_MAX);
          into.input(node(g, "sigmoid"), 0, MIN_MAX);
          into.input(node(g, "silu"), 0, sharedWith(Site.input(node(g, "tanh"), 0)));
        }));
    Graph sum =
        Graph.build(b -> {
          Value x = Networks.input(b, "x");
          b.output(b.call(AtenOps.ADD_TENSOR, x, x));
        });
    assertOneGroup(
        sum,
        SiteQuantizer.of((g, into) -> {
          Node add = node(g, "add");
          into.input(add, 0, MIN_MAX);
          into.output(add.result(), sharedWith(Site.input(add, 0)));
          into.input(add, 1, sharedWith(Site.output(add.result())));
        }));
    Graph behindRelu =
        Graph.build(b -> {
          Value v = b.call(AtenOps.RELU, Networks.input(b, "x"));
          b.output(b.call(AtenOps.TANH, v));
          b.output(b.call(AtenOps.SIGMOID, v));
        });
    assertOneGroup(
        behindRelu,
        SiteQuantizer.of((g, into) -> {
          Node tanh = node(g, "tanh");
          into.input(tanh, 0, MIN_MAX);
          into.output(tanh.result(), sharedWith(Site.input(tanh, 0)));
          into.input(node(g, "sigmoid"), 0, sharedWith(Site.output(tanh.result())));
        }));
  }

  private static SharedQuantizationSpec sharedWith(Site target) {
    return new SharedQuantizationSpec(target);
  }

  private static void assertOneGroup(Graph graph, SiteQuantizer quantizer) {
    List<List<Site>> groups =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> groups(graph, quantizer));
    assertThat(groups).hasSize(1);
  }

  private static Graph twoReaders() {
    return Graph.build((GraphBuilder b) -> {
      Value x = Networks.input(b, "x");
      b.output(b.call(AtenOps.RELU, x));
      b.output(b.call(AtenOps.TANH, x));
    });
  }
}
