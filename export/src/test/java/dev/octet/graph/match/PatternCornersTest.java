package dev.octet.graph.match;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.text.GraphText;
import dev.octet.op.Add;
import dev.octet.op.Argument;
import dev.octet.op.Concat;
import dev.octet.op.Op;
import dev.octet.op.OpName;
import dev.octet.op.Relu;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Alternatives of which only a later one fits, lists, and what a match says of itself. */
final class PatternCornersTest {
  private static final Graph GRAPH =
      GraphText.parse(
          """
          graph(%x: f32[2], %y: f32[2]) {
            %relu: f32[2] = aten.relu.default(%x)
            %tanh: f32[2] = aten.tanh.default(%x)
            %first: f32[2] = aten.add.Tensor(%relu, %tanh)
            %second: f32[2] = aten.add.Tensor(%tanh, %relu)
            %number: f32[2] = aten.add.Tensor(%relu, 1)
            %one: f32[2] = aten.cat.default([%relu], 0)
            %three: f32[6] = aten.cat.default([%relu, %relu, %tanh], 0)
            %mixed: f32[4] = aten.cat.default([%tanh, %relu], 0)
            %sum: f32[2] = aten.add.Tensor(%one, %y)
            return %first, %second, %number, %three, %mixed, %sum
          }
          """);
  private static final NodePattern<Relu> RELU = Pattern.op(Relu.class);
  private static final NodePattern<Op> TANH = Pattern.op(OpName.parse("aten.tanh.default"));

  private static ImmutableList<String> roots(NodePattern<?> pattern) {
    return pattern.findAll(GRAPH).stream()
        .map(match -> match.root().name())
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void bothOrdersOfOperandsFitIfBothPatternsDo() {
    NodePattern<Add> add = Pattern.op(Add.class);
    assertThat(roots(add.commutative("self", "other", RELU, TANH)))
        .containsExactly("first", "second")
        .inOrder();
    assertThat(roots(add.commutative("self", "other", RELU, RELU))).isEmpty();
    assertThat(roots(add.commutative("self", "other", RELU, Pattern.any())))
        .containsExactly("first", "second")
        .inOrder();
  }

  @Test
  void everyElementOfAListMustFitAndWhatFollowsToo() {
    NodePattern<Concat> concat = Pattern.op(Concat.class);
    assertThat(roots(concat.each("tensors", RELU))).containsExactly("one");
    assertThat(roots(concat.each("tensors", TANH))).isEmpty();
    assertThat(roots(concat.each("tensors", Pattern.any()))).hasSize(3);
    assertThat(roots(concat.each("dim", Pattern.any()))).isEmpty();
    NodePattern<Add> sum = Pattern.op(Add.class).operand("self", concat.each("tensors", RELU));
    assertThat(roots(sum)).containsExactly("sum");
    assertThat(roots(sum.operand("other", RELU))).isEmpty();
  }

  @Test
  void literalsOfTheFirstParameterCount() {
    Graph graph = GraphText.parse("graph() { %f: f32[2] = aten.full.default([2], 1.0) return %f }");
    NodePattern<Op> full = Pattern.op(OpName.parse("aten.full.default"));
    Argument two = new Argument.ListOf(List.of(Argument.of(2)));
    assertThat(full.literal("size", two).findAll(graph)).hasSize(1);
    assertThat(full.literal("size", Argument.of(2)).findAll(graph)).isEmpty();
  }

  @Test
  void aValueMayHaveToMeetConditions() {
    AnyValue input = Pattern.any().where(value -> value.name().equals("x"));
    assertThat(roots(RELU.operand("self", input))).containsExactly("relu");
    assertThat(roots(RELU.operand("self", input.where(value -> false)))).isEmpty();
    assertThat(roots(Pattern.op(Add.class).operand("other", input))).isEmpty();
  }

  @Test
  void depthIsThatOfTheLongestWay() {
    NodePattern<Relu> two = RELU.operand("self", TANH);
    assertThat(Pattern.any().depth()).isEqualTo(0);
    assertThat(RELU.depth()).isEqualTo(1);
    assertThat(Pattern.anyOf(RELU, two, TANH).depth()).isEqualTo(2);
    assertThat(Pattern.op(Concat.class).each("tensors", two).depth()).isEqualTo(3);
    assertThat(Pattern.op(Add.class).commutative("self", "other", two, RELU).depth()).isEqualTo(3);
    assertThat(Pattern.op(Add.class).commutative("self", "other", RELU, two).depth()).isEqualTo(3);
    assertThat(Pattern.optionally(RELU, "self", two).depth()).isEqualTo(3);
  }

  @Test
  void aMatchKnowsItsGraphAndWhatItHasNotCaptured() {
    ValueCapture there = ValueCapture.named("there");
    NodeCapture<Relu> missing = NodeCapture.named("missing");
    ValueCapture absent = ValueCapture.named("absent");
    Match match = RELU.operand("self", Pattern.any().as(there)).findAll(GRAPH).get(0);
    assertThat(match.graph()).isSameInstanceAs(GRAPH);
    assertThat(match.has(there)).isTrue();
    assertThat(match.has(absent)).isFalse();
    assertThat(match.has(missing)).isFalse();
    assertThat(match.toString()).contains("match at %relu");
    IllegalArgumentException node =
        assertThrows(IllegalArgumentException.class, () -> match.node(missing));
    assertThat(node)
        .hasMessageThat()
        .contains("at %relu aten.relu.default has no capture 'missing'");
    IllegalArgumentException value =
        assertThrows(IllegalArgumentException.class, () -> match.value(absent));
    assertThat(value).hasMessageThat().contains("has no capture 'absent'");
  }
}
