package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.GRID;
import static dev.octet.lowering.canonical.Rewritten.OTHER;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.PerTensorAffine;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A maximum pool compares bytes where its result is quantized. */
final class QuantizeBeforeMaxPoolTest {
  private static final QuantizeBeforeMaxPool RULE = new QuantizeBeforeMaxPool();

  private static Value relu(ProgramSketch at) {
    return call(at, "aten.relu.default", at.input(DType.FLOAT32, 1, 2, 5, 5));
  }

  private static Value pool(ProgramSketch at, Value value) {
    return at.at()
        .call(AtenOps.MAX_POOL2D, value, List.of(3L, 3L), List.of(2L, 2L), List.of(1L, 1L));
  }

  @Test
  void thePoolReadsWhatIsRoundedAndItsResultIsQuantizedStill() {
    Grid grid = new Grid(DType.INT8, 0.1, -7, -100, 90);
    Rewritten rewritten = Rewritten.by(RULE, at -> List.of(at.quantize(pool(at, relu(at)), grid)));
    assertThat(rewritten.nodes())
        .containsExactly(
            "relu = relu(x0) f32[1, 2, 5, 5]",
            "quantize_per_tensor_1 = quantize_per_tensor(relu) s8[1, 2, 5, 5]",
            "dequantize_per_tensor = dequantize_per_tensor(quantize_per_tensor_1)"
                + " f32[1, 2, 5, 5]",
            "max_pool2d_1 = max_pool2d(dequantize_per_tensor) f32[1, 2, 3, 3]",
            "quantize_per_tensor = quantize_per_tensor(max_pool2d_1) s8[1, 2, 3, 3]")
        .inOrder();
    List<PerTensorAffine> affine =
        rewritten.after().nodes().stream()
            .filter(node -> node.op() instanceof PerTensorAffine)
            .map(node -> (PerTensorAffine) node.op())
            .toList();
    for (PerTensorAffine op : affine) {
      assertThat(op.sameGrid(affine.getFirst())).isTrue();
      assertThat(op.scale()).isEqualTo(0.1);
      assertThat(op.quantMin()).isEqualTo(-100);
      assertThat(op.quantMax()).isEqualTo(90);
    }
  }

  @Test
  void theNamesOfTheNodesStay() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> List.of(call(at, "aten.neg.default", at.rounded(pool(at, relu(at)), GRID))));
    assertThat(rewritten.after().nodes().stream().map(node -> node.name()).toList())
        .containsAtLeast("quantize_per_tensor", "max_pool2d")
        .inOrder();
  }

  @Test
  void whatOthersReadIsNotRoundedForThePool() {
    Rewritten source =
        Rewritten.by(
            RULE,
            at -> {
              Value relu = relu(at);
              return List.of(at.quantize(pool(at, relu), GRID), relu);
            });
    assertThat(source.changed()).isFalse();
    Rewritten result =
        Rewritten.by(
            RULE,
            at -> {
              Value pool = pool(at, relu(at));
              return List.of(at.quantize(pool, GRID), pool);
            });
    assertThat(result.changed()).isFalse();
  }

  @Test
  void whatTheCallerGivesIsNotRoundedForThePool() {
    Rewritten rewritten =
        Rewritten.by(
            RULE, at -> List.of(at.quantize(pool(at, at.input(DType.FLOAT32, 1, 2, 5, 5)), GRID)));
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void whatIsRoundedAlreadyIsNotRoundedAgain() {
    for (Grid grid : List.of(GRID, OTHER)) {
      Rewritten rewritten =
          Rewritten.by(
              RULE,
              at -> {
                Value x = at.dequantize(at.input(DType.UINT8, 1, 2, 5, 5), GRID);
                return List.of(at.quantize(pool(at, x), grid));
              });
      assertThat(rewritten.changed()).isFalse();
    }
  }

  @Test
  void aPoolThatGivesIndicesStays() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              List<Value> results =
                  at.at()
                      .node(
                          AtenOps.MAX_POOL2D_WITH_INDICES,
                          List.of(relu(at), List.of(2L, 2L)),
                          Map.of())
                      .results();
              return List.of(at.quantize(results.get(0), GRID), results.get(1));
            });
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void anAveragePoolStays() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at ->
                List.of(
                    at.quantize(
                        at.at().call(AtenOps.AVG_POOL2D, relu(at), List.of(2L, 2L)), GRID)));
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void aQuantizeWhoseScaleTheCallerGivesStays() {
    Rewritten rewritten =
        Rewritten.by(RULE, at -> List.of(at.quantizedAsGiven(pool(at, relu(at)))));
    assertThat(rewritten.changed()).isFalse();
  }
}
