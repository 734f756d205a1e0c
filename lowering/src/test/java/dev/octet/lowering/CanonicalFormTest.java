package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.lowering.canonical.CanonicalForm;
import dev.octet.lowering.freeze.FrozenProgram;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where changes of shape end up, and that nothing else changes. */
final class CanonicalFormTest {
  private static final Grid GRID = new Grid(DType.UINT8, 0.05, 100, 0, 255);
  private static final Grid OTHER = new Grid(DType.UINT8, 0.04, 120, 0, 255);

  /** The operators of the canonical form, in order. */
  private static String operators(ExportedProgram program) {
    try (Arena arena = Arena.ofConfined()) {
      FrozenProgram frozen = new FrozenProgram(program, arena);
      Graph graph = frozen.fold(CanonicalForm.apply(frozen.at(Map.of()))).graph();
      return graph.nodes().stream()
          .map(node -> node.op().name().base())
          .collect(Collectors.joining(" "));
    }
  }

  private static void agrees(ExportedProgram program) {
    Agreement.check(program.graph().toString(), program, Target.cpu().allowSaturation(), 1e-5);
  }

  @Test
  void aTransposeOfASizeOfOneIsAReshapeAndReshapesMerge() {
    ExportedProgram program =
        ProgramSketch.of(
            1,
            at -> {
              Value x = at.input(DType.FLOAT32, 7, 1, 6);
              Value turned = at.at().call(AtenOps.TRANSPOSE, x, 0L, 1L);
              Value flat = at.at().call(AtenOps.RESHAPE, turned, List.of(7L, 6L));
              Value back = at.at().call(AtenOps.RESHAPE, flat, List.of(7L, 1L, 6L));
              return List.of(flat, at.at().call(AtenOps.RELU, back));
            });
    assertThat(operators(program)).isEqualTo("reshape relu");
    agrees(program);
  }

  @Test
  void aTransposeThatMovesElementsStays() {
    ExportedProgram program =
        ProgramSketch.of(
            1,
            at ->
                List.of(at.at().call(AtenOps.TRANSPOSE, at.input(DType.FLOAT32, 7, 1, 6), 0L, 2L)));
    assertThat(operators(program)).isEqualTo("transpose");
    agrees(program);
  }

  @Test
  void aQuantizeGoesBeforeTheViewAndADequantizeBehindIt() {
    ExportedProgram program =
        ProgramSketch.of(
            2,
            at -> {
              Value x = at.at().call(AtenOps.RELU, at.input(DType.FLOAT32, 2, 5, 3));
              Value turned = at.at().call(AtenOps.PERMUTE, x, List.of(0L, 2L, 1L));
              Value rounded = at.rounded(turned, GRID);
              Value flat = at.at().call(AtenOps.RESHAPE, rounded, List.of(6L, 5L));
              return List.of(at.at().call(AtenOps.TANH, flat));
            });
    assertThat(operators(program))
        .isEqualTo("relu quantize_per_tensor permute reshape dequantize_per_tensor tanh");
    agrees(program);
  }

  @Test
  void aQuantizeStaysBehindAViewThatOthersRead() {
    ExportedProgram program =
        ProgramSketch.of(
            3,
            at -> {
              Value x = at.at().call(AtenOps.RELU, at.input(DType.FLOAT32, 2, 5, 3));
              Value turned = at.at().call(AtenOps.PERMUTE, x, List.of(0L, 2L, 1L));
              return List.of(at.quantize(turned, GRID), turned);
            });
    assertThat(operators(program)).isEqualTo("relu permute quantize_per_tensor");
    agrees(program);
  }

  @Test
  void aViewBetweenIntegersOfOneGridIsLeftToFusion() {
    assertThat(operators(between(GRID)))
        .isEqualTo("quantize_per_tensor dequantize_per_tensor permute quantize_per_tensor");
    agrees(between(GRID));
  }

  @Test
  void aViewBetweenIntegersOfTwoGridsGoesBehindThem() {
    assertThat(operators(between(OTHER)))
        .isEqualTo("quantize_per_tensor dequantize_per_tensor quantize_per_tensor permute");
    agrees(between(OTHER));
  }

  private static ExportedProgram between(Grid second) {
    return ProgramSketch.of(
        4,
        at -> {
          Value x = at.rounded(at.input(DType.FLOAT32, 2, 5, 3), GRID);
          Value turned = at.at().call(AtenOps.PERMUTE, x, List.of(0L, 2L, 1L));
          return List.of(at.quantize(turned, second));
        });
  }

  @Test
  void aQuantizeGoesBeforeTheMaximumPoolWhichThenComparesBytes() {
    ExportedProgram program = pooled(false);
    assertThat(operators(program))
        .isEqualTo(
            "relu quantize_per_tensor dequantize_per_tensor max_pool2d quantize_per_tensor"
                + " dequantize_per_tensor tanh");
    agrees(program);
    try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
      Ledger ledger = model.ledger();
      LedgerEntry pool =
          ledger.entries().stream()
              .filter(entry -> entry.kernel().contains("max_pool2d"))
              .findFirst()
              .orElseThrow();
      assertWithMessage("%s", ledger).that(pool.reads().getFirst()).startsWith("u8[");
      assertWithMessage("%s", ledger).that(pool.writes().getFirst()).startsWith("u8[");
    }
  }

  @Test
  void aQuantizeStaysBehindAMaximumPoolOfWhatOthersRead() {
    ExportedProgram program = pooled(true);
    assertThat(operators(program))
        .isEqualTo("relu max_pool2d quantize_per_tensor dequantize_per_tensor tanh");
    agrees(program);
  }

  private static ExportedProgram pooled(boolean shared) {
    return ProgramSketch.of(
        9,
        at -> {
          Value x = at.at().call(AtenOps.RELU, at.input(DType.FLOAT32, 2, 5, 9, 7));
          Value pool =
              at.at()
                  .call(AtenOps.MAX_POOL2D, x, List.of(3L, 3L), List.of(2L, 2L), List.of(1L, 1L));
          Value result = at.at().call(AtenOps.TANH, at.rounded(pool, GRID));
          return shared ? List.of(result, x) : List.of(result);
        });
  }

  @Test
  void aLayerBetweenViewsIsFusedWithItsResidual() {
    ExportedProgram program =
        ProgramSketch.of(
            5,
            at -> {
              Value residual = at.input(DType.FLOAT32, 1, 7, 8);
              Value x = at.rounded(at.input(DType.FLOAT32, 7, 4), GRID);
              Value y = at.at().call(AtenOps.LINEAR, x, at.int8Weights(true, 60, 8, 4));
              Value apart = at.at().call(AtenOps.RESHAPE, y, List.of(7L, 1L, 8L));
              Value turned = at.at().call(AtenOps.TRANSPOSE, apart, 1L, 0L);
              return List.of(at.at().call(AtenOps.ADD_TENSOR, turned, residual));
            });
    assertThat(operators(program))
        .isEqualTo(
            "quantize_per_tensor dequantize_per_channel reshape dequantize_per_tensor linear add");
    agrees(program);
    try (CompiledModel model = Lowering.compile(program, Target.cpu().allowSaturation())) {
      assertWithMessage("%s", model.ledger())
          .that(model.ledger().find("add"))
          .isEqualTo(model.ledger().find("linear"));
      assertThat(model.ledger().int8Coverage()).isEqualTo(1.0);
    }
  }

  @Test
  void threeLayersThatReadOneViewStayIntegers() {
    ExportedProgram program =
        ProgramSketch.of(
            6,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 6, 4), GRID);
              return List.of(layer(at, x), layer(at, x), layer(at, x));
            });
    agrees(program);
    try (CompiledModel model = Lowering.compile(program, Target.cpu().allowSaturation())) {
      assertWithMessage("%s", model.ledger()).that(model.ledger().int8Coverage()).isEqualTo(1.0);
    }
  }

  @Test
  void aDecomposedLayerIsALayerAgain() {
    for (long outputs : new long[] {8, 1}) {
      ExportedProgram program =
          ProgramSketch.of(
              7,
              at -> {
                Value x = at.rounded(at.input(DType.FLOAT32, 6, 4), GRID);
                Value w = at.int8Weights(true, 60, outputs, 4);
                Value turned = at.at().call(AtenOps.TRANSPOSE, w, 0L, 1L);
                return List.of(at.at().call(AtenOps.ADDMM, at.weights(outputs), x, turned));
              });
      assertThat(operators(program))
          .isEqualTo("quantize_per_tensor dequantize_per_tensor dequantize_per_channel linear");
      agrees(program);
    }
  }

  @Test
  void aWeightThatIsNotTurnedMakesNoLayer() {
    ExportedProgram program =
        ProgramSketch.of(
            8,
            at -> {
              Value w = at.at().call(AtenOps.TRANSPOSE, at.weights(5, 5), 1L, -1L);
              Value x = at.input(DType.FLOAT32, 6, 5);
              return List.of(at.at().call(AtenOps.ADDMM, at.weights(5), x, w));
            });
    assertThat(operators(program)).endsWith("addmm");
    agrees(program);
  }

  @Test
  void aSumOfAnotherShapeThanTheBiasMakesNoLayer() {
    for (long[] shape : new long[][] {{6, 8}, {1, 8}, {1}}) {
      ExportedProgram program =
          ProgramSketch.of(
              9,
              at -> {
                Value w = at.at().call(AtenOps.TRANSPOSE, at.weights(8, 5), 0L, 1L);
                Value x = at.input(DType.FLOAT32, 6, 5);
                return List.of(at.at().call(AtenOps.ADDMM, at.weights(shape), x, w));
              });
      assertThat(operators(program)).isEqualTo("addmm");
      agrees(program);
    }
  }

  private static Value layer(ProgramSketch at, Value x) {
    Value y = at.at().call(AtenOps.LINEAR, x, at.int8Weights(true, 60, 8, 4));
    return at.at().call(AtenOps.RESHAPE, y, List.of(2L, 3L, 8L));
  }

  @Test
  void aNarrowerRangeBehindAPoolOrAViewLimits() {
    Grid wide = new Grid(DType.UINT8, 0.05, 100, 0, 255);
    Grid narrow = new Grid(DType.UINT8, 0.05, 100, 90, 110);
    agrees(
        ProgramSketch.of(
            11,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 1, 3, 6, 6), wide);
              Value pooled = at.at().call(AtenOps.MAX_POOL2D, x, List.of(2L, 2L), List.of(2L, 2L));
              Value flat = at.at().call(AtenOps.FLATTEN, x, 1L, -1L);
              return List.of(at.quantize(pooled, narrow), at.quantize(flat, narrow));
            }));
  }
}
