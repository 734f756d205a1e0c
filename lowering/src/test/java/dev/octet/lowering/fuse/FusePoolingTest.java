package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.fuse.Fused.GRID;
import static dev.octet.lowering.fuse.Fused.OTHER;
import static dev.octet.lowering.fuse.Fused.integers;

import com.google.common.base.Splitter;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When pooling stays in integers, and what is pooling at all. */
final class FusePoolingTest {
  private static final List<Long> TWO = List.of(2L, 2L);

  /** Pooling of images, and whether a zero of the padding may count. */
  enum Kind {
    MAX {
      @Override
      Value of(GraphBuilder at, Value x) {
        return at.call(AtenOps.MAX_POOL2D, x, TWO, TWO, List.of(1L, 1L));
      }
    },
    AVERAGE {
      @Override
      Value of(GraphBuilder at, Value x) {
        return at.call(AtenOps.AVG_POOL2D, x, TWO);
      }
    },
    AVERAGE_WITHOUT_PADDING {
      @Override
      Value of(GraphBuilder at, Value x) {
        return at.call(AtenOps.AVG_POOL2D, x, TWO, TWO, List.of(1L, 1L), false, false);
      }
    },
    ADAPTIVE {
      @Override
      Value of(GraphBuilder at, Value x) {
        return at.call(AtenOps.ADAPTIVE_AVG_POOL2D, x, List.of(1L, 1L));
      }
    },
    MEAN {
      @Override
      Value of(GraphBuilder at, Value x) {
        return at.call(AtenOps.MEAN_DIM, x, List.of(2L, 3L), true);
      }
    };

    abstract Value of(GraphBuilder at, Value x);
  }

  private static Fused between(Kind kind, Grid before, Grid behind) {
    return Fused.of(
        TestPolicy.withoutCode(),
        at -> {
          Value x = at.dequantize(at.input(DType.UINT8, 1, 2, 4, 4), before);
          return List.of(at.quantize(kind.of(at.at(), x), behind));
        });
  }

  /** The last dimension but two is then the channels', not the batch's. */
  @Test
  void anImageWithoutABatchIsNoImageOfOneDimensionLess() {
    Fused fused =
        Fused.of(
            at -> List.of(at.at().call(AtenOps.MAX_POOL2D, at.input(DType.FLOAT32, 3, 8, 8), TWO)));
    assertThat(fused.regions().stream().noneMatch(Pooling.class::isInstance)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void poolingBetweenLikeIntegersStaysInThem(Kind kind) {
    Fused fused = between(kind, GRID, GRID);
    Pooling pooling = fused.only(Pooling.class);
    assertThat(fused.regions()).containsExactly(pooling);
    assertThat(pooling.nodes()).containsExactlyElementsIn(fused.graph().nodes()).inOrder();
    assertThat(pooling.anchor()).isEqualTo(fused.graph().nodes().get(1));
    assertThat(pooling.input())
        .isEqualTo(Stored.integers(fused.value("x0"), new Affine(DType.UINT8, 0.05, 100, 0, 255)));
    assertThat(pooling.reads()).containsExactly(fused.value("x0"));
    assertThat(pooling.writes()).containsExactly(fused.value("quantize_per_tensor"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void poolingBetweenIntegersOfTwoGridsComputesFloats(Kind kind) {
    Fused fused = between(kind, GRID, OTHER);
    Pooling pooling = fused.only(Pooling.class);
    assertThat(fused.regions()).hasSize(3);
    assertThat(pooling.nodes()).containsExactly(pooling.anchor());
    assertThat(pooling.input()).isEqualTo(Stored.plain(fused.value("dequantize_per_tensor")));
    assertThat(pooling.writes()).containsExactly(pooling.anchor().result());
  }

  @ParameterizedTest
  @CsvSource({"100, false", "0, true"})
  void paddingThatCountsIsTheIntegerZeroOnlyWhereTheZeroPointIs(long zeroPoint, boolean integers) {
    Grid grid = new Grid(DType.UINT8, 0.05, zeroPoint, 0, 255);
    Fused fused =
        Fused.of(at -> {
          Value x = at.dequantize(at.input(DType.UINT8, 1, 2, 4, 4), grid);
          Value pool = at.at().call(AtenOps.AVG_POOL2D, x, TWO, TWO, List.of(0L, 1L));
          return List.of(at.quantize(pool, grid));
        });
    assertThat(fused.only(Pooling.class).input().isQuantized()).isEqualTo(integers);
  }

  @Test
  void aPoolThatTwoReadKeepsItsFloats() {
    Fused fused =
        Fused.of(at -> {
          Value pool = Kind.MAX.of(at.at(), integers(at, 1, 2, 4, 4));
          return List.of(at.quantize(pool, GRID), at.at().call(AtenOps.RELU, pool));
        });
    assertThat(fused.only(Pooling.class).nodes()).hasSize(1);
  }

  @Test
  void aQuantizeAloneOrADequantizeAloneIsNotTaken() {
    Fused behind =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 1, 2, 4, 4);
          return List.of(at.quantize(Kind.MAX.of(at.at(), x), GRID));
        });
    assertThat(behind.labels()).containsExactly("max_pool2d", "quantize").inOrder();
    Fused before = Fused.of(at -> List.of(Kind.MAX.of(at.at(), integers(at, 1, 2, 4, 4))));
    assertThat(before.labels()).containsExactly("dequantize", "max_pool2d").inOrder();
  }

  @Test
  void aQuantizeWhoseScaleTheCallerGivesIsNotTaken() {
    Fused fused =
        Fused.of(at -> {
          Value pool = Kind.MAX.of(at.at(), integers(at, 1, 2, 4, 4));
          return List.of(at.quantizedAsGiven(pool));
        });
    assertThat(Fused.label(fused.only(Pooling.class))).isEqualTo("max_pool2d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2, 3; true",
        "3, 2; true",
        "-1, -2; true",
        "1, 2; false",
        "3; false",
        "0, 1; false"
      })
  void aMeanOverAllSpatialDimensionsIsPooling(String dimensions, boolean pooling) {
    List<Long> all = Splitter.on(", ").splitToStream(dimensions).map(Long::parseLong).toList();
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 1, 2, 4, 4);
          return List.of(at.at().call(AtenOps.MEAN_DIM, x, all));
        });
    assertThat(fused.regions().getFirst() instanceof Pooling).isEqualTo(pooling);
  }

  /** Pools add up one float, which is off by 2e-5 after 512 x 512 numbers near 100. */
  @ParameterizedTest
  @CsvSource({"128, true", "129, false"})
  void aMeanOfLargeImagesIsNotPooling(long size, boolean pooling) {
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 1, 2, size, size);
          return List.of(at.at().call(AtenOps.MEAN_DIM, x, List.of(2L, 3L)));
        });
    assertThat(fused.regions().getFirst() instanceof Pooling).isEqualTo(pooling);
  }

  @Test
  void aMeanOfAnotherTypeIsNotPooling() {
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 1, 2, 4, 4);
          return List.of(
              at.at()
                  .node(
                      AtenOps.MEAN_DIM, List.of(x, List.of(2L, 3L)), Map.of("dtype", DType.FLOAT64))
                  .result());
        });
    assertThat(fused.regions().getFirst()).isInstanceOf(SingleNode.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void poolingNeedsImagesOfABatch(int rank) {
    Fused fused =
        Fused.of(at -> {
          Value x = rank == 2 ? at.input(DType.FLOAT32, 2, 8) : at.input(DType.FLOAT32, 1, 2, 8);
          return List.of(at.at().call(AtenOps.MAX_POOL1D, x, List.of(2L)));
        });
    assertThat(fused.regions().getFirst() instanceof Pooling).isEqualTo(rank == 3);
  }

  @Test
  void aPoolThatGivesIndicesTooIsNotPooling() {
    Fused fused =
        Fused.of(at ->
            at.at()
                .node(
                    AtenOps.MAX_POOL2D_WITH_INDICES,
                    List.of(at.input(DType.FLOAT32, 1, 2, 4, 4), TWO),
                    Map.of())
                .results());
    assertThat(fused.regions().getFirst()).isInstanceOf(SingleNode.class);
    assertThat(fused.regions().getFirst().writes()).hasSize(2);
  }

  @Test
  void aQuantizeOfANarrowerRangeLimitsWhatThePoolGives() {
    Fused fused = between(Kind.MAX, GRID, new Grid(DType.UINT8, 0.05, 100, 90, 110));
    assertThat(fused.only(Pooling.class).input().isQuantized()).isFalse();
  }
}
