package dev.octet.graph.rewrite;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.match.ValueCapture;
import dev.octet.graph.text.GraphText;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.Verifier;
import dev.octet.op.Op;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is tried again after a replacement, and what goes with it. */
final class RewriteRunTest {
  private static final ValueCapture BELOW = ValueCapture.named("below");

  private static final Value O = new Value("o", TensorType.of(DType.FLOAT32, 2));

  private static OpName name(String base) {
    return OpName.parse("aten." + base + ".default");
  }

  private static NodePattern<Op> op(String base) {
    return Pattern.op(name(base));
  }

  /** Replaces what the pattern describes by the value captured in it. */
  private static RewriteRule skip(String name, NodePattern<?> pattern) {
    return RewriteRule.of(
        name, pattern, (match, b) -> Optional.of(Replacement.by(match.value(BELOW))));
  }

  private static final RewriteRule SKIP_EXP =
      skip("SkipExp", op("exp").operand("self", Pattern.any().as(BELOW)));

  /** relu(sigmoid(x)) becomes x if nobody else reads the sigmoid. */
  private static final RewriteRule SKIP_SOLE_SIGMOID =
      skip(
          "SkipSoleSigmoid",
          op("relu")
              .operand("self", op("sigmoid").singleUse().operand("self", Pattern.any().as(BELOW))));

  private static String rewrite(String graph, RewriteRule... rules) {
    Graph rewritten = Rewriter.of(rules).rewrite(GraphText.parse(graph));
    Verifier.check(rewritten, Dialect.CAPTURED);
    return GraphText.print(rewritten);
  }

  @Test
  void aNodeIsTriedAgainWhenItIsTheLastToReadAValue() {
    String rewritten =
        rewrite(
            """
            graph(%x: f32[2]) {
              %t: f32[2] = aten.tanh.default(%x)
              %a: f32[2] = aten.sigmoid.default(%t)
              %b: f32[2] = aten.relu.default(%a)
              %c: f32[2] = aten.neg.default(%b)
              %d: f32[2] = aten.tanh.default(%c)
              %e: f32[2] = aten.exp.default(%a)
              %f: f32[2] = aten.exp.default(%a)
              return %d, %e, %f
            }
            """,
            SKIP_SOLE_SIGMOID,
            // Two nodes downstream of what the first rule changes, and tried before that.
            skip(
                "FoldTanh",
                op("tanh")
                    .operand(
                        "self",
                        op("neg")
                            .operand("self", op("tanh").operand("self", Pattern.any().as(BELOW))))),
            RewriteRule.of(
                "ExpOfSigmoid",
                op("exp").operand("self", op("sigmoid").operand("self", Pattern.any().as(BELOW))),
                (match, b) ->
                    Optional.of(Replacement.by(b.call(name("cos"), match.value(BELOW))))));
    assertThat(rewritten)
        .isEqualTo(
            """
            graph(%x: f32[2]) {
              %t: f32[2] = aten.tanh.default(%x)
              %e: f32[2] = aten.cos.default(%t)
              %f: f32[2] = aten.cos.default(%t)
              return %x, %e, %f
            }
            """);
  }

  @Test
  void whatReadsAReplacedValueIsTriedAgain() {
    RewriteRule soleReader =
        RewriteRule.of(
            "SoleReader",
            op("relu"),
            (match, b) ->
                match.graph().hasSingleUse(match.root().operand(0))
                    ? Optional.of(Replacement.by(O))
                    : Optional.empty());
    RewriteRule skipNeg =
        skip(
            "SkipNegOfO",
            op("neg")
                .operand("self", Pattern.any().where(value -> value.name().equals("o")).as(BELOW)));
    RewriteRule expToCos =
        RewriteRule.of(
            "ExpToCos",
            op("exp"),
            (match, b) -> Optional.of(Replacement.by(b.call(name("cos"), O))));
    assertThat(
            rewrite(
                """
                graph(%x: f32[2], %o: f32[2]) {
                  %a: f32[2] = aten.sigmoid.default(%x)
                  %b: f32[2] = aten.relu.default(%a)
                  %c: f32[2] = aten.neg.default(%b)
                  %d: f32[2] = aten.exp.default(%a)
                  return %c, %d
                }
                """,
                soleReader, skipNeg, expToCos))
        .isEqualTo(
            """
            graph(%x: f32[2], %o: f32[2]) {
              %d: f32[2] = aten.cos.default(%o)
              return %o, %d
            }
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "%m: f32[2] = aten.neg.default(%a); %b, %m",
        "%m: f32[2] = aten.neg.default(%b); %m, %a",
      })
  void aValueThatOthersReadIsNotOfSingleUse(String further, String outputs) {
    String graph =
        String.format(
            Locale.ROOT,
            """
            graph(%%x: f32[2]) {
              %%a: f32[2] = aten.sigmoid.default(%%x)
              %%b: f32[2] = aten.relu.default(%%a)
              %s
              return %s
            }
            """,
            further,
            outputs);
    Graph parsed = GraphText.parse(graph);
    assertThat(Rewriter.of(SKIP_SOLE_SIGMOID).rewrite(parsed)).isSameInstanceAs(parsed);
  }

  @Test
  void aValueThatOneNodeReadsTwiceIsNotOfSingleUse() {
    NodePattern<Op> product =
        Pattern.op(OpName.parse("aten.mul.Tensor"))
            .operand("self", op("sigmoid").singleUse().operand("self", Pattern.any().as(BELOW)));
    Graph square =
        GraphText.parse(
            """
            graph(%x: f32[2]) {
              %a: f32[2] = aten.sigmoid.default(%x)
              %b: f32[2] = aten.mul.Tensor(%a, %a)
              return %b
            }
            """);
    assertThat(Rewriter.of(skip("Skip", product)).rewrite(square)).isSameInstanceAs(square);
  }

  @Test
  void rulesMayAskForTheUsesInTheGraphAsItIsNow() {
    List<String> seen = new ArrayList<>();
    RewriteRule asking =
        RewriteRule.of(
            "Asking",
            op("sigmoid"),
            (match, b) -> {
              Value result = match.root().result();
              seen.add(
                  match.graph().uses(result).stream()
                          .map(use -> use.user().name() + "/" + use.operand())
                          .toList()
                      + (match.graph().isOutput(result) ? " output" : ""));
              return Optional.empty();
            });
    rewrite(
        """
        graph(%x: f32[2], %y: f32[2]) {
          %d: f32[2] = aten.exp.default(%x)
          %a: f32[2] = aten.sigmoid.default(%d)
          %b: f32[2] = aten.mul.Tensor(%y, %a)
          %c: f32[2] = aten.mul.Tensor(%a, %a)
          return %a, %b, %c
        }
        """,
        SKIP_EXP, asking);
    assertThat(seen).isNotEmpty();
    assertThat(seen.getLast()).isEqualTo("[b/1, c/0, c/1] output");
  }

  @Test
  void whatOnlyTheReplacedNodeReadGoesWithIt() {
    String rewritten =
        rewrite(
            """
            graph(%x: f32[2, 2]) {
              %s: f32[2, 2] = aten.sigmoid.default(%x)
              %a: f32[2], %b: f32[2] = aten.unbind.int(%s) as %unbind
              %n: f32[2] = aten.neg.default(%a)
              %z: f32[2] = aten.exp.default(%n)
              return %z
            }
            """,
            RewriteRule.of(
                "Fill",
                op("exp"),
                (match, b) -> Optional.of(Replacement.by(b.call(name("full"), List.of(2L), 1.0)))));
    assertThat(rewritten)
        .isEqualTo(
            """
            graph(%x: f32[2, 2]) {
              %z: f32[2] = aten.full.default([2], 1.0)
              return %z
            }
            """);
  }

  @Test
  void whatOthersReadOrHasAnEffectStays() {
    String rewritten =
        rewrite(
            """
            graph(%x: f32[2, 2], %o: f32[2]) {
              %a: f32[2], %b: f32[2] = aten.unbind.int(%x) as %unbind
              %p: f32[2] = ?toy.print(value=%a)
              %y: f32[2] = aten.exp.default(%p)
              %n: f32[2] = aten.neg.default(%o)
              %z: f32[2] = aten.exp.default(%n)
              return %y, %z, %b, %n
            }
            """,
            RewriteRule.of(
                "Take",
                op("exp"),
                (match, b) -> Optional.of(Replacement.by(b.call(name("cos"), O)))));
    assertThat(rewritten)
        .isEqualTo(
            """
            graph(%x: f32[2, 2], %o: f32[2]) {
              %a: f32[2], %b: f32[2] = aten.unbind.int(%x) as %unbind
              %p: f32[2] = ?toy.print(value=%a)
              %y: f32[2] = aten.cos.default(%o)
              %n: f32[2] = aten.neg.default(%o)
              %z: f32[2] = aten.cos.default(%o)
              return %y, %z, %b, %n
            }
            """);
  }

  @Test
  void anOutputThatBecomesAnExistingValueLosesItsName() {
    String rewritten =
        rewrite(
            """
            graph(%x: f32[2, 2], %o: f32[2]) {
              %a: f32[2], %b: f32[2] = aten.unbind.int(%x) as %unbind
              return %a, %b
            }
            """,
            RewriteRule.of(
                "Halves",
                Pattern.op(OpName.parse("aten.unbind.int")),
                (match, b) -> Optional.of(Replacement.by(List.of(O, b.call(name("exp"), O))))));
    assertThat(rewritten)
        .isEqualTo(
            """
            graph(%x: f32[2, 2], %o: f32[2]) {
              %b: f32[2] = aten.exp.default(%o)
              return %o, %b
            }
            """);
  }

  @Test
  void newNamesAreThoseThatNoValueAndNoNodeHas() {
    String rewritten =
        rewrite(
            """
            graph(%cos: f32[2], %x: f32[2, 2]) {
              %cos_1: f32[2], %b: f32[2] = aten.unbind.int(%x) as %cos_2
              %y: f32[2] = aten.exp.default(%cos)
              %z: f32[2] = aten.neg.default(%y)
              return %z, %cos_1, %b
            }
            """,
            RewriteRule.of(
                "ExpToCos",
                op("exp"),
                (match, b) ->
                    Optional.of(Replacement.by(b.call(name("cos"), match.root().operand(0))))));
    assertThat(rewritten).contains("%cos_3: f32[2] = aten.cos.default(%cos)\n");
  }

  @Test
  void aRuleThatDeclinesLeavesNoNodesAndNoNamesBehind() {
    RewriteRule declining =
        RewriteRule.of(
            "Declining",
            op("exp"),
            (match, b) -> {
              b.call(name("cos"), match.root().operand(0));
              b.node(OpName.parse("aten.unbind.int"), List.of(match.root().operand(0)), Map.of());
              return Optional.empty();
            });
    RewriteRule deciding =
        RewriteRule.of(
            "Deciding",
            op("exp"),
            (match, b) -> {
              Value cos = b.call(name("cos"), match.root().operand(0));
              Node parts = b.node(OpName.parse("aten.unbind.int"), List.of(cos), Map.of());
              return Optional.of(
                  Replacement.by(b.call(name("stack"), List.copyOf(parts.results()))));
            });
    String graph =
        """
        graph(%x: f32[2, 2]) {
          %y: f32[2, 2] = aten.exp.default(%x)
          %z: f32[2, 2] = aten.neg.default(%y)
          return %z
        }
        """;
    Graph parsed = GraphText.parse(graph);
    assertThat(Rewriter.of(declining).rewrite(parsed)).isSameInstanceAs(parsed);
    assertThat(rewrite(graph, declining, deciding))
        .contains("%getitem: f32[2], %getitem_2: f32[2] = aten.unbind.int(%cos) as %unbind\n");
  }

  @Test
  void aNodeWithoutResultsIsReplacedByNothing() {
    String rewritten =
        rewrite(
            """
            graph(%x: f32[2], %c: bool[]) {
              () = aten._assert_async.msg(%c, "positive") as %_assert
              return %x
            }
            """,
            RewriteRule.of(
                "DropAssertions",
                Pattern.op(OpName.parse("aten._assert_async.msg")),
                (match, b) -> Optional.of(Replacement.byNothing())));
    assertThat(rewritten).isEqualTo("graph(%x: f32[2], %c: bool[]) {\n  return %x\n}\n");
  }

  @Test
  void aSizeMayReplaceASize() {
    String graph =
        """
        graph(%x: f32[s0], %y: f32[s0]) {
          %n: int(s0) = aten.sym_size.int(%x, 0)
          %m: int(s0) = aten.sym_size.int(%y, 0)
          return %n, %m
        }
        """;
    RewriteRule first =
        RewriteRule.of(
            "First",
            Pattern.op(OpName.parse("aten.sym_size.int"))
                .operand("self", Pattern.any().where(value -> value.name().equals("y"))),
            (match, b) -> Optional.of(Replacement.by(GraphText.parse(graph).value("n"))));
    assertThat(rewrite(graph, first)).contains("return %n, %n");
  }
}
