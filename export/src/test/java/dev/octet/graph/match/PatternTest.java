package dev.octet.graph.match;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.text.GraphText;
import dev.octet.op.Add;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.Concat;
import dev.octet.op.Convolution;
import dev.octet.op.Dropout;
import dev.octet.op.ElementWise;
import dev.octet.op.Op;
import dev.octet.op.OpName;
import dev.octet.op.Relu;
import dev.octet.op.Split;
import org.junit.jupiter.api.Test;

final class PatternTest {
  private static final Graph GRAPH =
      GraphText.parse(
          """
          graph(%x: f32[1, 4, 4, 4], %w: f32[4, 4, 1, 1]) {
            %conv: f32[1, 4, 4, 4] = aten.conv2d.default(%x, %w)
            %relu: f32[1, 4, 4, 4] = aten.relu.default(%conv)
            %add: f32[1, 4, 4, 4] = aten.add.Tensor(%x, %relu)
            %relu_1: f32[1, 4, 4, 4] = aten.relu.default(%add)
            %conv_1: f32[1, 4, 4, 4] = aten.conv2d.default(%relu_1, %w)
            %twice: f32[1, 4, 4, 4] = aten.add.Tensor(%conv_1, %conv_1)
            %a: f32[1, 2, 4, 4], %b: f32[1, 2, 4, 4] = aten.split.Tensor(%twice, 2, dim=1) as %split
            %cat: f32[1, 4, 4, 4] = aten.cat.default([%b, %a], 1)
            return %cat, %relu_1
          }
          """);

  private static ImmutableList<String> roots(NodePattern<?> pattern) {
    return pattern.findAll(GRAPH).stream()
        .map(m -> m.root().name())
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void operatorsAreFoundByRecordTraitNameAndCondition() {
    assertThat(roots(Pattern.op(Convolution.class))).containsExactly("conv", "conv_1").inOrder();
    assertThat(roots(Pattern.op(ElementWise.class)))
        .containsExactly("relu", "add", "relu_1", "twice")
        .inOrder();
    assertThat(roots(Pattern.op(AtenOps.RELU, AtenOps.CAT)))
        .containsExactly("relu", "relu_1", "cat")
        .inOrder();
    assertThat(roots(Pattern.op(Convolution.class).where(conv -> conv.groups() == 2))).isEmpty();
    assertThat(roots(Pattern.op(Split.class).literal("dim", Argument.of(1))))
        .containsExactly("split");
    assertThat(roots(Pattern.op(Split.class).literal("dim", Argument.of(0)))).isEmpty();
    assertThat(roots(Pattern.op(Split.class).literal("axis", Argument.NONE))).isEmpty();
    assertThat(roots(Pattern.op(Dropout.class))).isEmpty();
  }

  @Test
  void operandsAreFollowedAndCaptured() {
    NodeCapture<Convolution> conv = NodeCapture.named("conv");
    ValueCapture weight = ValueCapture.named("weight");
    NodePattern<Relu> pattern =
        Pattern.op(Relu.class)
            .operand(
                "self",
                Pattern.op(Convolution.class).operand("weight", Pattern.any().as(weight)).as(conv));
    ImmutableList<Match> matches = pattern.findAll(GRAPH);
    assertThat(matches).hasSize(1);
    Match match = matches.get(0);
    assertThat(match.root().name()).isEqualTo("relu");
    assertThat(match.op(conv).groups()).isEqualTo(1);
    assertThat(match.node(conv).name()).isEqualTo("conv");
    assertThat(match.value(weight).name()).isEqualTo("w");
    assertThat(match.operand(conv, "input")).hasValue(GRAPH.value("x"));
    assertThat(match.operand(conv, "bias")).isEmpty();
    assertThat(match.nodes().stream().map(n -> n.name()).toList())
        .containsExactly("relu", "conv")
        .inOrder();
    assertThat(pattern.depth()).isEqualTo(2);
  }

  @Test
  void singleUseCountsOperandsAndOutputs() {
    assertThat(
            roots(
                Pattern.op(Relu.class).operand("self", Pattern.op(Convolution.class).singleUse())))
        .containsExactly("relu");
    // %conv_1 is read twice by one node, %relu_1 is an output.
    assertThat(
            roots(Pattern.op(Add.class).operand("self", Pattern.op(Convolution.class).singleUse())))
        .isEmpty();
    assertThat(
            roots(
                Pattern.op(Convolution.class).operand("input", Pattern.op(Relu.class).singleUse())))
        .isEmpty();
    assertThat(roots(Pattern.op(Convolution.class).operand("input", Pattern.op(Relu.class))))
        .containsExactly("conv_1");
  }

  @Test
  void commutativeOperandsFitInEitherOrder() {
    Pattern relu = Pattern.op(Relu.class);
    assertThat(roots(Pattern.op(Add.class).operand("self", relu))).isEmpty();
    assertThat(roots(Pattern.op(Add.class).commutative("self", "other", relu, Pattern.any())))
        .containsExactly("add");
  }

  @Test
  void aCaptureThatStandsTwiceMustBeTheSameValue() {
    ValueCapture same = ValueCapture.named("same");
    assertThat(
            roots(
                Pattern.op(Add.class)
                    .operand("self", Pattern.any().as(same))
                    .operand("other", Pattern.any().as(same))))
        .containsExactly("twice");
  }

  @Test
  void alternativesAreTriedUntilTheWholeFits() {
    // The first alternative fits %relu alone, and is given up as the capture then disagrees.
    ValueCapture base = ValueCapture.named("base");
    Pattern direct = Pattern.op(Relu.class).operand("self", Pattern.any().as(base));
    Pattern through =
        Pattern.op(Relu.class)
            .operand(
                "self", Pattern.op(Convolution.class).operand("input", Pattern.any().as(base)));
    NodePattern<Add> pattern =
        Pattern.op(Add.class)
            .operand("other", Pattern.anyOf(direct, through))
            .operand("self", Pattern.any().as(base));
    assertThat(roots(pattern)).containsExactly("add");
    assertThat(pattern.findAll(GRAPH).get(0).nodes()).hasSize(3);
  }

  @Test
  void aMiddleNodeMayBeMissing() {
    NodeCapture<Relu> relu = NodeCapture.named("relu");
    NodePattern<Add> pattern =
        Pattern.op(Add.class)
            .operand(
                "other",
                Pattern.optionally(
                    Pattern.op(Relu.class).as(relu), "self", Pattern.op(Convolution.class)));
    ImmutableList<Match> matches = pattern.findAll(GRAPH);
    assertThat(matches.stream().map(m -> m.has(relu)).toList())
        .containsExactly(true, false)
        .inOrder();
    assertThrows(IllegalArgumentException.class, () -> matches.get(1).node(relu));
  }

  @Test
  void resultsAndListsAreTold() {
    NodePattern<Split> second = Pattern.op(Split.class).result(1);
    Pattern either = Pattern.anyOf(Pattern.op(Split.class), second);
    assertThat(roots(Pattern.op(Concat.class).each("tensors", either))).containsExactly("cat");
    assertThat(roots(Pattern.op(Concat.class).each("tensors", second))).isEmpty();
  }

  @Test
  void patternsFitOperatorsOfAnotherDomainToo() {
    Graph toy =
        GraphText.parse(
            """
            graph(%x: f32[]) {
              %leaf: f32[] = ?toy.leaf(x=%x)
              %inner: f32[] = ?toy.pair(left=%leaf, right=%x)
              %outer: f32[] = ?toy.pair(left=%inner, right=%leaf)
              return %outer
            }
            """);
    OpName leaf = OpName.parse("toy.leaf");
    NodePattern<Op> pair = Pattern.op(OpName.parse("toy.pair"));
    NodePattern<Op> nested =
        pair.commutative("left", "right", Pattern.op(leaf), pair.operand("left", Pattern.op(leaf)));
    assertThat(nested.findAll(toy).stream().map(m -> m.root().name()).toList())
        .containsExactly("outer");
  }
}
