package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.fuse.Fused.GRID;
import static dev.octet.lowering.fuse.Fused.apply;

import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.AtenOps;
import dev.octet.op.QuantizedOps;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which single nodes generated code computes together. */
final class GroupElementwiseTest {
  private static Value input(ProgramSketch at) {
    return at.input(DType.FLOAT32, 2, 3);
  }

  @Test
  void aChainIsOneGroupThatReadsItsStartAndWritesItsEnd() {
    Fused fused =
        Fused.of(
            at -> List.of(apply(at, "sigmoid", apply(at, "tanh", apply(at, "relu", input(at))))));
    Elementwise group = fused.only(Elementwise.class);
    assertThat(fused.labels()).containsExactly("relu + tanh + sigmoid");
    assertThat(group.nodes()).containsExactlyElementsIn(fused.graph().nodes()).inOrder();
    assertThat(group.reads()).containsExactly(fused.value("x0"));
    assertThat(group.writes()).containsExactly(fused.value("sigmoid"));
  }

  @Test
  void aNodeAloneStaysASingleNode() {
    Fused fused = Fused.of(at -> List.of(apply(at, "relu", input(at))));
    assertThat(fused.regions()).containsExactly(new SingleNode(fused.graph().nodes().getFirst()));
  }

  @Test
  void whatOneGroupReadsTwiceBelongsToIt() {
    Fused fused =
        Fused.of(at -> {
          Value relu = apply(at, "relu", input(at));
          return List.of(at.at().call(AtenOps.MUL_TENSOR, relu, apply(at, "tanh", relu)));
        });
    assertThat(fused.labels()).containsExactly("relu + tanh + mul");
  }

  @Test
  void aGroupReadsEachValueOnceInTheOrderOfItsNodes() {
    Fused fused =
        Fused.of(at -> {
          Value x = input(at);
          Value y = input(at);
          Value sum = at.at().call(AtenOps.ADD_TENSOR, y, x);
          return List.of(at.at().call(AtenOps.MUL_TENSOR, x, sum));
        });
    assertThat(fused.only(Elementwise.class).reads())
        .containsExactly(fused.value("x1"), fused.value("x0"))
        .inOrder();
  }

  @Test
  void whatTwoGroupsReadIsNoPartOfEither() {
    Fused fused =
        Fused.of(at -> {
          Value relu = apply(at, "relu", input(at));
          return List.of(
              apply(at, "neg", apply(at, "tanh", relu)),
              apply(at, "abs", apply(at, "sigmoid", relu)));
        });
    assertThat(fused.labels()).containsExactly("relu", "tanh + neg", "sigmoid + abs").inOrder();
  }

  @Test
  void whatTheCallerGetsEndsAGroup() {
    Fused fused =
        Fused.of(at -> {
          Value tanh = apply(at, "tanh", apply(at, "relu", input(at)));
          return List.of(apply(at, "abs", apply(at, "neg", tanh)), tanh);
        });
    assertThat(fused.labels()).containsExactly("relu + tanh", "neg + abs").inOrder();
    assertThat(fused.regions().getFirst().writes()).containsExactly(fused.value("tanh"));
  }

  @Test
  void whatAnotherRegionReadsIsWritten() {
    Fused fused =
        Fused.of(at -> {
          Value tanh = apply(at, "tanh", apply(at, "relu", input(at)));
          return List.of(at.at().call(AtenOps.LINEAR, tanh, at.weights(4, 3)));
        });
    assertThat(fused.labels()).containsExactly("relu + tanh", "linear").inOrder();
    assertThat(fused.regions().getFirst().writes()).containsExactly(fused.value("tanh"));
  }

  @Test
  void aDeclinedNodeStaysAloneAndPartsItsNeighbours() {
    Fused fused =
        Fused.of(
            new TestPolicy(Optional.empty(), ImmutableSet.of("tanh")),
            at -> {
              Value before = apply(at, "neg", apply(at, "relu", input(at)));
              return List.of(apply(at, "abs", apply(at, "sigmoid", apply(at, "tanh", before))));
            });
    assertThat(fused.labels()).containsExactly("relu + neg", "tanh", "sigmoid + abs").inOrder();
  }

  @Test
  void whatWouldBeComputedOverAndOverEndsAGroup() {
    Fused fused =
        Fused.of(
            new TestPolicy(Optional.empty(), ImmutableSet.of(), ImmutableSet.of("tanh")),
            at ->
                List.of(
                    apply(
                        at,
                        "abs",
                        apply(at, "sigmoid", apply(at, "tanh", apply(at, "relu", input(at)))))));
    assertThat(fused.labels()).containsExactly("relu + tanh", "sigmoid + abs").inOrder();
  }

  @Test
  void somebodyLooksAtWhatIsWatched() {
    Fused fused =
        Fused.of(at -> {
          Value seen = at.at().call(QuantizedOps.OBSERVE, apply(at, "relu", input(at)), "observer");
          return List.of(apply(at, "tanh", seen));
        });
    assertThat(fused.labels()).containsExactly("relu", "observe", "tanh").inOrder();
  }

  @ParameterizedTest
  @CsvSource({"24, 0", "25, 1", "30, 6"})
  void aGroupHasTwentyFourNodesAtMost(int length, int first) {
    Fused fused =
        Fused.of(at -> {
          Value value = input(at);
          for (int i = 0; i < length; i++) {
            value = apply(at, "neg", value);
          }
          return List.of(value);
        });
    assertThat(fused.regions()).hasSize(first == 0 ? 1 : 2);
    assertThat(fused.regions().getLast().nodes()).hasSize(24);
    assertThat(fused.regions().getFirst().nodes()).hasSize(first == 0 ? 24 : first);
  }

  @Test
  void aNodeOfTwoResultsBelongsToTheGroupThatReadsBoth() {
    Fused fused = Fused.of(at -> List.of(at.dynamicallyRounded(input(at))));
    assertThat(fused.labels()).containsExactly("choose_qparams + quantize + dequantize");
    assertThat(fused.regions().getFirst().writes())
        .containsExactly(fused.value("dequantize_per_tensor"));
  }

  @Test
  void aNodeOfTwoResultsOfWhichOneIsGivenBackStaysApart() {
    Fused fused =
        Fused.of(at -> {
          var chosen =
              at.at()
                  .node(
                      QuantizedOps.CHOOSE_QPARAMS,
                      List.of(input(at), 0L, 255L, 0x1p-12, DType.UINT8),
                      Map.of());
          return List.of(apply(at, "neg", chosen.results().get(0)), chosen.results().get(1));
        });
    assertThat(fused.labels()).containsExactly("choose_qparams", "neg").inOrder();
  }

  private static Value upsampled(ProgramSketch at, Value value) {
    return at.at().call(AtenOps.UPSAMPLE_BILINEAR2D_VEC, value, null, false, List.of(2.0, 2.0));
  }

  @Test
  void whatAnInterpolationReadsIsNotComputedForEveryPixelThatItGives() {
    Fused fused =
        Fused.of(at -> {
          Value x = apply(at, "tanh", at.input(DType.FLOAT32, 1, 2, 3, 4));
          return List.of(apply(at, "relu", upsampled(at, x)));
        });
    assertThat(fused.labels()).containsExactly("tanh", "upsample_bilinear2d + relu").inOrder();
  }

  @Test
  void interpolationsStayApart() {
    Fused fused =
        Fused.of(at -> List.of(upsampled(at, upsampled(at, at.input(DType.FLOAT32, 1, 2, 3, 4)))));
    assertThat(fused.labels())
        .containsExactly("upsample_bilinear2d", "upsample_bilinear2d")
        .inOrder();
  }

  @Test
  void anInterpolationConvertsWhatItReadsItself() {
    Fused fused =
        Fused.of(at -> {
          Value x = apply(at, "abs", at.input(DType.BFLOAT16, 1, 2, 3, 4));
          Value image = at.at().call(AtenOps.TO_DTYPE, x, DType.FLOAT32);
          Value sum =
              at.at()
                  .call(
                      AtenOps.ADD_TENSOR,
                      upsampled(at, image),
                      upsampled(at, at.dequantize(at.input(DType.UINT8, 1, 2, 3, 4), GRID)));
          return List.of(sum);
        });
    assertThat(fused.labels())
        .containsExactly("abs", "to + upsample_bilinear2d + dequantize + upsample_bilinear2d + add")
        .inOrder();
  }
}
