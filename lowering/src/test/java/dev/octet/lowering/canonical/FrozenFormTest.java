package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.GRID;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Drawing;
import dev.octet.lowering.freeze.BoundSketch;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.AtenOps;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All rules together, on graphs with constants. */
final class FrozenFormTest {
  private static List<String> listing(Drawing drawing) {
    FrozenGraph form = CanonicalForm.apply(BoundSketch.of(drawing));
    assertThat(CanonicalForm.apply(form).graph()).isEqualTo(form.graph());
    return Rewritten.listing(form.graph());
  }

  @Test
  void aDecomposedLayerBetweenViewsReadsIntegersInTheLastShape() {
    assertThat(
            listing(at -> {
              Value x = at.dequantize(at.input(DType.UINT8, 2, 3, 4), GRID);
              Value flat = call(at, "aten.view.default", x, List.of(6L, 4L));
              Value turned = call(at, "aten.t.default", at.int8Weights(true, 60, 8, 4));
              Value product = at.at().call(AtenOps.ADDMM, at.weights(8), flat, turned);
              Value y = call(at, "aten.view.default", product, List.of(2L, 3L, 8L));
              return List.of(call(at, "aten.relu.default", y));
            }))
        .containsExactly(
            "dequantize_per_channel = dequantize_per_channel(c1, c2, c3) f32[8, 4]",
            "dequantize_per_tensor_2 = dequantize_per_tensor(x0) f32[2, 3, 4]",
            "addmm_2 = linear(dequantize_per_tensor_2, dequantize_per_channel, c4) f32[2, 3, 8]",
            "relu = relu(addmm_2) f32[2, 3, 8]")
        .inOrder();
  }

  /** Changes of shape are judged before the products that read them. */
  @Test
  void aDimensionThatIsTurnedWithItselfMakesNoLayer() {
    assertThat(
            listing(at -> {
              Value w = call(at, "aten.transpose.int", at.weights(5, 5), 1L, -1L);
              Value x = at.input(DType.FLOAT32, 6, 5);
              return List.of(at.at().call(AtenOps.ADDMM, at.weights(5), x, w));
            }))
        .containsExactly("addmm = addmm(c2, x1, c0) f32[6, 5]");
  }

  @Test
  void aNewValueDoesNotGetTheNameOfAConstant() {
    FrozenGraph drawn =
        BoundSketch.of(at -> {
          Value x = at.input(DType.FLOAT32, 4, 1, 3);
          return List.of(call(at, "aten.relu.default", call(at, "aten.squeeze.default", x)));
        });
    Value known = new Value("reshape", TensorType.of(DType.FLOAT32, 2));
    FrozenGraph more = drawn.with(Map.of(known, Tensor.allocate(DType.FLOAT32, Shape.of(2))));
    FrozenGraph form = CanonicalForm.apply(more);
    assertThat(Rewritten.listing(form.graph()))
        .containsExactly("reshape_1 = reshape(x0) f32[4, 3]", "relu = relu(reshape_1) f32[4, 3]")
        .inOrder();
    assertThat(form.graph().inputs()).isEqualTo(drawn.graph().inputs());
    assertThat(form.constants()).isEqualTo(more.constants());
  }
}
