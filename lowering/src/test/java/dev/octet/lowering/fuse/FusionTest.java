package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.fuse.Fused.GRID;
import static dev.octet.lowering.fuse.Fused.integers;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.freeze.BoundSketch;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.QuantizedOps;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which regions a graph becomes, and in which order. */
final class FusionTest {
  private static Value linear(ProgramSketch at, Value x) {
    return at.at().call(AtenOps.LINEAR, x, at.weights(4, 4));
  }

  @Test
  void regionsStandWhereTheirLastNodeStands() {
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 2, 4);
          Value product = linear(at, x);
          Value side = at.at().call(AtenOps.TANH, x);
          return List.of(at.at().call(AtenOps.ADD_TENSOR, product, side));
        });
    assertThat(fused.labels()).containsExactly("tanh", "linear + add").inOrder();
  }

  @Test
  void whatNobodyReadsIsNotComputed() {
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 2, 4);
          Value product = linear(at, at.at().call(AtenOps.TANH, x));
          Value flat = at.at().call(AtenOps.FLATTEN, product);
          assertThat(flat.tensorType().rank()).isEqualTo(1);
          at.at().call(AtenOps.SIGMOID, x);
          return List.of(at.at().call(AtenOps.RELU, x));
        });
    assertThat(fused.labels()).containsExactly("relu");
  }

  @Test
  void anInputThatIsGivenBackNeedsNoRegion() {
    Fused fused = Fused.of(at -> List.of(at.input(DType.FLOAT32, 2)));
    assertThat(fused.regions()).isEmpty();
  }

  @Test
  void aNumberThatIsGivenBackAsksForNothing() {
    FrozenGraph drawn =
        BoundSketch.of(at -> List.of(at.at().call(AtenOps.RELU, at.input(DType.FLOAT32, 2))));
    Graph graph = drawn.graph();
    FrozenGraph literal =
        drawn.withGraph(
            new Graph(
                graph.inputs(),
                graph.nodes(),
                List.of(new GraphOutput.Literal(Argument.of(3L)), graph.outputs().getFirst())));
    assertThat(Fusion.fuse(literal, TestPolicy.ANY).regions()).hasSize(1);
  }

  @Test
  void aDequantizedWeightThatNobodyMultipliesAsIntegersIsAConstant() {
    Fused fused =
        Fused.of(at -> {
          Value w = at.int8Weights(true, 60, 4, 4);
          Value x = at.input(DType.FLOAT32, 2, 4);
          return List.of(
              at.at().call(AtenOps.LINEAR, x, w), at.at().call(AtenOps.ADD_TENSOR, w, w));
        });
    assertThat(fused.labels()).containsExactly("linear", "add").inOrder();
    assertThat(fused.result().frozen().constants())
        .containsKey(fused.value("dequantize_per_channel"));
  }

  @Test
  void whatIsWatchedIsComputedThoughNobodyReadsIt() {
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 2);
          at.at().call(QuantizedOps.OBSERVE, at.at().call(AtenOps.TANH, x), "observer");
          return List.of(at.at().call(AtenOps.RELU, x));
        });
    assertThat(fused.labels()).containsExactly("tanh", "observe", "relu").inOrder();
  }

  @Test
  void aConstantThatIsWatchedIsShownInEachRun() {
    FrozenGraph drawn =
        BoundSketch.of(at -> {
          Value seen = at.at().call(QuantizedOps.OBSERVE, at.weights(3), "observer");
          return List.of(at.at().call(AtenOps.ADD_TENSOR, seen, at.input(DType.FLOAT32, 3)));
        });
    Value observed = drawn.graph().nodes().getFirst().result();
    FrozenGraph known = drawn.with(Map.of(observed, drawn.constants().values().iterator().next()));
    Fused fused = new Fused(Fusion.fuse(known, TestPolicy.ANY));
    assertThat(fused.labels()).containsExactly("observe", "add").inOrder();
  }

  @Test
  void aProductTakesAQuantizeBeforeAPoolOrAViewCould() {
    Fused fused =
        Fused.of(at -> {
          Value x = integers(at, 2, 4);
          Value product = at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 4, 4));
          Value rounded = at.rounded(product, GRID);
          return List.of(at.quantize(at.at().call(AtenOps.FLATTEN, rounded), GRID));
        });
    assertThat(fused.labels())
        .containsExactly(
            "dequantize + dequantize + linear + quantize", "dequantize + flatten + quantize")
        .inOrder();
    assertThat(fused.regions().get(1).reads())
        .containsExactlyElementsIn(fused.regions().get(0).writes());
  }

  @Test
  void theGraphStaysAsItWas() {
    FrozenGraph drawn = BoundSketch.of(at -> List.of(linear(at, at.input(DType.FLOAT32, 2, 4))));
    Fusion.Result result = Fusion.fuse(drawn, TestPolicy.ANY);
    assertThat(result.frozen().graph()).isEqualTo(drawn.graph());
    assertThat(result.frozen().constants()).isEqualTo(drawn.constants());
  }
}
