package dev.octet.graph.rewrite;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.graph.match.NodeCapture;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.text.GraphText;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.Verifier;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.Ops;
import dev.octet.op.Relu;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RewriterTest {
  private static final NodeCapture<Relu> INNER = NodeCapture.named("inner");

  /** relu(relu(x)) becomes relu(x). */
  private static final RewriteRule FOLD_RELU =
      RewriteRule.of(
          "FoldRelu",
          Pattern.op(Relu.class).operand("self", Pattern.op(Relu.class).as(INNER)),
          (match, b) -> Optional.of(Replacement.by(match.node(INNER).result())));

  /** relu becomes clamp_min at 0. */
  private static final RewriteRule RELU_TO_CLAMP =
      RewriteRule.of(
          "ReluToClamp",
          Pattern.op(Relu.class),
          (match, b) ->
              Optional.of(
                  Replacement.by(
                      b.node(
                              Ops.of(
                                  OpCatalog.standard().get(AtenOps.CLAMP_MIN),
                                  List.of(new Argument.Operand(0), Argument.of(0))),
                              match.root().operands(),
                              List.of(match.root().result().type()))
                          .result())));

  private static String chain(int length) {
    StringBuilder text = new StringBuilder().append("graph(%x: f32[2]) {\n");
    for (int i = 0; i < length; i++) {
      text.append("%r")
          .append(i)
          .append(": f32[2] = aten.relu.default(%")
          .append(i == 0 ? "x" : "r" + (i - 1))
          .append(")\n");
    }
    return text + "return %r" + (length - 1) + " }";
  }

  @Test
  void rulesApplyUntilNoneDoes() {
    PassTrace trace = PassTrace.on();
    Graph folded = Rewriter.of(FOLD_RELU).rewrite(GraphText.parse(chain(50)), trace);
    assertThat(folded.nodes()).hasSize(1);
    assertThat(trace.fired("FoldRelu")).isEqualTo(49);
    assertThat(trace.entries().get(0).nodesBefore()).isEqualTo(50);
    assertThat(trace.entries().get(0).nodesAfter()).isEqualTo(1);
    assertThat(trace.toString()).contains("FoldRelu");
    Verifier.check(folded, Dialect.CAPTURED);
  }

  @Test
  void rulesFeedEachOtherAcrossTheOrderOfNodes() {
    Graph graph = Rewriter.of(RELU_TO_CLAMP, FOLD_RELU).rewrite(GraphText.parse(chain(5)));
    assertThat(graph.nodes().stream().map(n -> n.op().name()).distinct().toList())
        .containsExactly(AtenOps.CLAMP_MIN);
  }

  @Test
  void aGraphThatNoRuleTouchesIsTheSameObject() {
    Graph graph =
        GraphText.parse("graph(%x: f32[2]) { %y: f32[2] = aten.tanh.default(%x) return %y }");
    assertThat(Rewriter.of(FOLD_RELU, RELU_TO_CLAMP).rewrite(graph)).isSameInstanceAs(graph);
  }

  @Test
  void whatReplacesAnOutputTakesItsNameAndOthersAFreshOne() {
    Graph graph = Rewriter.of(RELU_TO_CLAMP).rewrite(GraphText.parse(chain(2)));
    assertThat(GraphText.print(graph))
        .isEqualTo(
            """
            graph(%x: f32[2]) {
              %clamp_min: f32[2] = aten.clamp_min.default(%x, 0)
              %r1: f32[2] = aten.clamp_min.default(%clamp_min, 0)
              return %r1
            }
            """);
  }

  @Test
  void oneNewValueMayReplaceSeveralOutputs() {
    RewriteRule halves =
        RewriteRule.of(
            "Halves",
            Pattern.op(Op.class).where(op -> op.name().base().equals("unbind")),
            (match, b) -> {
              Value only = b.call(OpName.parse("aten.select.int"), match.root().operand(0), 0L, 0L);
              return Optional.of(Replacement.by(List.of(only, only, only)));
            });
    Graph graph =
        Rewriter.of(halves)
            .rewrite(
                GraphText.parse(
                    """
                    graph(%x: f32[3, 2]) {
                      %a: f32[2], %b: f32[2], %c: f32[2] = aten.unbind.int(%x)
                      %d: f32[2] = aten.relu.default(%a)
                      return %d, %b, %c
                    }
                    """));
    assertThat(GraphText.print(graph))
        .isEqualTo(
            """
            graph(%x: f32[3, 2]) {
              %b: f32[2] = aten.select.int(%x, 0, 0)
              %d: f32[2] = aten.relu.default(%b)
              return %d, %b, %b
            }
            """);
    Verifier.check(graph, Dialect.CAPTURED);
  }

  @Test
  void newNodesHaveTheMergedOriginOfTheMatchedOnes() {
    Origin.ModuleFrame root = new Origin.ModuleFrame("r", "", "Net");
    Origin origin =
        new Origin(
            ImmutableList.of(root, new Origin.ModuleFrame("a", "a", "ReLU")),
            ImmutableList.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Graph plain = GraphText.parse(chain(1));
    Graph graph =
        new Graph(
            plain.inputs(), List.of(plain.nodes().get(0).withOrigin(origin)), plain.outputs());
    assertThat(Rewriter.of(RELU_TO_CLAMP).rewrite(graph).nodes().get(0).origin()).isEqualTo(origin);
  }

  @Test
  void assertionsStayWhenNobodyReadsThem() {
    String text =
        """
        graph(%x: f32[2], %c: bool[]) {
          () = aten._assert_async.msg(%c, "positive") as %_assert
          %a: f32[2] = aten.relu.default(%x)
          %b: f32[2] = aten.relu.default(%a)
          %dead: f32[2] = aten.tanh.default(%b)
          return %b
        }
        """;
    Graph folded = Rewriter.of(FOLD_RELU).rewrite(GraphText.parse(text));
    Graph live = new RemoveDeadNodes(Dialect.CAPTURED).run(folded, PassTrace.OFF);
    assertThat(live.nodes().stream().map(n -> n.name()).toList())
        .containsExactly("_assert", "a")
        .inOrder();
    assertThat(new RemoveDeadNodes(Dialect.CAPTURED).run(live, PassTrace.OFF))
        .isSameInstanceAs(live);
  }

  @Test
  void rulesThatNeverEndAreStoppedAndNamed() {
    RewriteRule again =
        RewriteRule.of(
            "Again",
            Pattern.op(Relu.class),
            (match, b) ->
                Optional.of(
                    Replacement.by(
                        b.node(
                                match.root().op(),
                                match.root().operands(),
                                List.of(match.root().result().type()))
                            .result())));
    RewriteException e =
        assertThrows(
            RewriteException.class,
            () -> Rewriter.of(again).withLimit(10).rewrite(GraphText.parse(chain(1))));
    assertThat(e).hasMessageThat().contains("after 10 applications");
    assertThat(e).hasMessageThat().contains("Again 11");
  }

  @Test
  void aReplacementOfAnotherTypeIsRefused() {
    RewriteRule wrong =
        RewriteRule.of(
            "Wrong",
            Pattern.op(AtenOps.TO_DTYPE),
            (match, b) -> Optional.of(Replacement.by(match.root().operand(0))));
    Graph graph =
        GraphText.parse("graph(%x: f32[2]) { %y: f64[2] = aten.to.dtype(%x, f64) return %y }");
    RewriteException e =
        assertThrows(RewriteException.class, () -> Rewriter.of(wrong).rewrite(graph));
    assertThat(e)
        .hasMessageThat()
        .contains("Wrong replaces %y of %y aten.to.dtype by %x: found f32[2], expected f64[2]");
  }

  @Test
  void aPipelineWhosePassesDoNotFitIsRefusedWithBothNames() {
    Pass first = Pass.of("First", Dialect.CAPTURED, Dialect.PREPARED, (graph, trace) -> graph);
    Pass second = Pass.of("Second", Dialect.QUANTIZED, Dialect.LOWERED, (graph, trace) -> graph);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Pipeline.of("p", List.of(first, second)));
    assertThat(e)
        .hasMessageThat()
        .contains("pass First gives PREPARED, but pass Second after it takes QUANTIZED");
  }

  @Test
  void aPipelineRunsItsPassesInOrderAndTracesThem() {
    Pipeline pipeline =
        Pipeline.of(
                "clean",
                List.of(
                    Rewriter.of(FOLD_RELU).asPass("Fold", Dialect.CAPTURED),
                    new RemoveDeadNodes(Dialect.CAPTURED)))
            .verifying();
    PassTrace trace = PassTrace.on();
    assertThat(pipeline.run(GraphText.parse(chain(3)), trace).nodes()).hasSize(1);
    assertThat(trace.entries().stream().map(PassTrace.Entry::name).toList())
        .containsExactly("FoldRelu", "Fold", "RemoveDeadNodes")
        .inOrder();
    assertThat(trace.fired("Fold")).isEqualTo(1);
    assertThat(trace.fired("RemoveDeadNodes")).isEqualTo(0);
  }

  @Test
  void aVerifyingPipelineNamesThePassThatBrokeTheGraph() {
    Pass breaking =
        Pass.of(
            "Breaking",
            Dialect.CAPTURED,
            Dialect.CAPTURED,
            (graph, trace) -> new Graph(graph.inputs(), List.of(), graph.outputs()));
    Graph graph = GraphText.parse(chain(1));
    assertThat(Pipeline.of("p", List.of(breaking)).run(graph).nodes()).isEmpty();
    RuntimeException e =
        assertThrows(
            RuntimeException.class,
            () -> Pipeline.of("p", List.of(breaking)).verifying().run(graph));
    assertThat(e).hasMessageThat().contains("after pass Breaking");
    assertThat(e).hasMessageThat().contains("%r0 is not defined");
  }
}
