package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.fuse.Fused.GRID;
import static dev.octet.lowering.fuse.Fused.integers;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Drawing;
import dev.octet.lowering.freeze.BoundSketch;
import dev.octet.op.AtenOps;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules learn about a graph. */
final class FusionContextTest {
  private static FusionContext context(Drawing drawing) {
    return new FusionContext(BoundSketch.of(drawing), TestPolicy.ANY);
  }

  private static Value value(FusionContext context, String name) {
    return context.graph().value(name);
  }

  private static Node node(FusionContext context, String name) {
    return context.graph().producer(value(context, name)).orElseThrow();
  }

  @Test
  void theOnlyUserReadsAValueOnceAndIsFree() {
    FusionContext context =
        context(at -> List.of(at.at().call(AtenOps.RELU, at.input(DType.FLOAT32, 2))));
    Node relu = node(context, "relu");
    assertThat(context.onlyUser(value(context, "x0"))).hasValue(relu);
    context.take(new SingleNode(relu));
    assertThat(context.isTaken(relu)).isTrue();
    assertThat(context.onlyUser(value(context, "x0"))).isEmpty();
  }

  @Test
  void whatIsReadTwiceOrGivenBackHasNoOnlyUser() {
    FusionContext context =
        context(at -> {
          Value x = at.input(DType.FLOAT32, 2);
          Value sum = at.at().call(AtenOps.ADD_TENSOR, x, x);
          return List.of(sum, at.at().call(AtenOps.RELU, sum));
        });
    assertThat(context.onlyUser(value(context, "x0"))).isEmpty();
    assertThat(context.onlyUser(value(context, "add"))).isEmpty();
    assertThat(context.onlyUser(value(context, "relu"))).isEmpty();
  }

  @Test
  void aDequantizeIsFoundUntilItsValueIsGivenAsFloat() {
    FusionContext context = context(at -> List.of(at.at().call(AtenOps.RELU, integers(at, 2))));
    Value numbers = value(context, "dequantize_per_tensor");
    assertThat(context.dequantize(numbers)).hasValue(node(context, "dequantize_per_tensor"));
    assertThat(context.dequantize(value(context, "x0"))).isEmpty();
    assertThat(context.dequantize(value(context, "relu"))).isEmpty();
    context.giveAsFloat(numbers);
    assertThat(context.dequantize(numbers)).isEmpty();
    assertThat(context.anyDequantize(numbers)).isEmpty();
  }

  @Test
  void aScaleThatEachRunChoosesIsNotStatic() {
    FusionContext context =
        context(at -> List.of(at.dynamicallyRounded(at.input(DType.FLOAT32, 2))));
    Value numbers = value(context, "dequantize_per_tensor");
    assertThat(context.dequantize(numbers)).isEmpty();
    assertThat(context.anyDequantize(numbers)).hasValue(node(context, "dequantize_per_tensor"));
  }

  @Test
  void aQuantizeThatAloneReadsAValueIsFoundIfItIsStatic() {
    FusionContext context =
        context(at -> {
          Value relu = at.at().call(AtenOps.RELU, at.input(DType.FLOAT32, 2));
          Value tanh = at.at().call(AtenOps.TANH, relu);
          return List.of(at.quantize(tanh, GRID));
        });
    assertThat(context.onlyQuantize(value(context, "tanh")))
        .hasValue(node(context, "quantize_per_tensor"));
    assertThat(context.onlyQuantize(value(context, "relu"))).isEmpty();
  }

  @Test
  void aDynamicQuantizeIsNotTheOnlyQuantize() {
    FusionContext context =
        context(at -> {
          return List.of(at.quantizedAsGiven(at.input(DType.FLOAT32, 2)));
        });
    assertThat(context.onlyUser(value(context, "x0"))).isPresent();
    assertThat(context.onlyQuantize(value(context, "x0"))).isEmpty();
  }

  @Test
  void aDequantizeThatIsTakenMayBeTakenAgain() {
    FusionContext context =
        context(at ->
            List.of(
                at.at().call(AtenOps.LINEAR, integers(at, 2, 4), at.int8Weights(true, 60, 3, 4))));
    Region region = new FuseContraction().match(node(context, "linear"), context).orElseThrow();
    context.take(region);
    assertThat(region.nodes()).hasSize(3);
    assertThat(context.isTaken(node(context, "linear"))).isTrue();
    assertThat(context.isTaken(node(context, "dequantize_per_tensor"))).isFalse();
    assertThat(context.isTaken(node(context, "dequantize_per_channel"))).isFalse();
  }

  @Test
  void whyAProductStaysInFloatsIsDecidedOnce() {
    FusionContext context =
        context(at -> List.of(at.at().call(AtenOps.RELU, at.input(DType.FLOAT32, 2))));
    Node node = node(context, "relu");
    assertThat(context.floatReason(node, () -> "first")).isEqualTo("first");
    assertThat(context.floatReason(node, () -> "second")).isEqualTo("first");
  }

  @Test
  void onlyConstantIntegersAreExpanded() {
    FusionContext context =
        context(at ->
            List.of(
                at.at().call(AtenOps.MUL_TENSOR, integers(at, 3), at.int8Weights(false, 60, 3))));
    Value constant = value(context, "dequantize_per_tensor_1");
    assertThat(context.expand(value(context, "dequantize_per_tensor"))).isEmpty();
    assertThat(context.expand(value(context, "mul"))).isEmpty();
    assertThat(context.expanded()).isEmpty();
    Tensor numbers = context.expand(constant).orElseThrow();
    assertThat(numbers.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(context.expanded()).containsExactly(constant, numbers);
  }
}
