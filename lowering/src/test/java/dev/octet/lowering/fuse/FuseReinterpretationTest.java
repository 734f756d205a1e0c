package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.fuse.Fused.GRID;
import static dev.octet.lowering.fuse.Fused.OTHER;
import static dev.octet.lowering.fuse.Fused.integers;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What looks at memory in another way, in which type. */
final class FuseReinterpretationTest {
  /** Each change of shape of a tensor of 2 × 3 × 1, with its arguments. */
  static Stream<Arguments> views() {
    return Stream.of(
        Arguments.of("aten.flatten.using_ints", List.of()),
        Arguments.of("aten.reshape.default", List.of(List.of(3L, 2L))),
        Arguments.of("aten.permute.default", List.of(List.of(1L, 0L, 2L))),
        Arguments.of("aten.transpose.int", List.of(0L, 1L)),
        Arguments.of("aten.unsqueeze.default", List.of(0L)),
        Arguments.of("aten.squeeze.dim", List.of(2L)),
        Arguments.of("aten.unflatten.int", List.of(1L, List.of(3L, 1L))),
        Arguments.of("aten.select.int", List.of(0L, 1L)),
        Arguments.of("aten.slice.Tensor", List.of(1L, 0L, 2L)),
        Arguments.of("aten.narrow.default", List.of(1L, 0L, 2L)));
  }

  private static Node view(ProgramSketch at, String name, List<?> arguments, Value x) {
    return at.at()
        .node(
            OpName.parse(name),
            Stream.<Object>concat(Stream.of(x), arguments.stream()).toList(),
            Map.of());
  }

  @ParameterizedTest
  @MethodSource("views")
  void aChangeOfShapeBetweenLikeIntegersStaysInThem(String name, List<?> arguments) {
    Fused fused =
        Fused.of(at ->
            List.of(at.quantize(view(at, name, arguments, integers(at, 2, 3, 1)).result(), GRID)));
    Reinterpretation view = fused.only(Reinterpretation.class);
    assertThat(fused.regions()).containsExactly(view);
    assertThat(view.nodes()).containsExactlyElementsIn(fused.graph().nodes()).inOrder();
    assertThat(view.anchor()).isEqualTo(fused.graph().nodes().get(1));
    assertThat(view.reads()).containsExactly(fused.value("x0"));
    assertThat(view.writes()).containsExactly(fused.value("quantize_per_tensor"));
  }

  @ParameterizedTest
  @MethodSource("views")
  void aChangeOfShapeAloneReadsAndWritesItsOwn(String name, List<?> arguments) {
    Fused fused =
        Fused.of(at -> view(at, name, arguments, at.input(DType.INT64, 2, 3, 1)).results());
    Reinterpretation view = fused.only(Reinterpretation.class);
    assertThat(view.nodes()).containsExactly(view.anchor());
    assertThat(view.reads()).containsExactly(fused.value("x0"));
    assertThat(view.writes()).containsExactlyElementsIn(view.anchor().results());
  }

  @Test
  void betweenIntegersOfTwoGridsOnlyTheShapeChanges() {
    Fused fused =
        Fused.of(
            TestPolicy.withoutCode(),
            at -> {
              Value flat = at.at().call(AtenOps.FLATTEN, integers(at, 2, 3, 1));
              return List.of(at.quantize(flat, OTHER));
            });
    assertThat(fused.labels()).containsExactly("dequantize", "flatten", "quantize").inOrder();
    assertThat(fused.only(Reinterpretation.class).source())
        .isEqualTo(fused.value("dequantize_per_tensor"));
  }

  @Test
  void whatASecondNodeReadsStaysInFloats() {
    Fused fused =
        Fused.of(
            TestPolicy.withoutCode(),
            at -> {
              Value flat = at.at().call(AtenOps.FLATTEN, integers(at, 2, 3, 1));
              return List.of(at.quantize(flat, GRID), at.at().call(AtenOps.TANH, flat));
            });
    assertThat(fused.labels())
        .containsExactly("dequantize", "flatten", "quantize", "tanh")
        .inOrder();
  }

  @Test
  void aQuantizeAloneOrADequantizeAloneIsNotTaken() {
    Fused behind =
        Fused.of(at -> {
          Value flat = at.at().call(AtenOps.FLATTEN, at.input(DType.FLOAT32, 2, 3));
          return List.of(at.quantize(flat, GRID));
        });
    assertThat(behind.labels()).containsExactly("flatten", "quantize").inOrder();
    Fused before = Fused.of(at -> List.of(at.at().call(AtenOps.FLATTEN, integers(at, 2, 3))));
    assertThat(before.labels()).containsExactly("dequantize", "flatten").inOrder();
  }

  @Test
  void piecesAreWrittenOneByOneAndTakeNoQuantize() {
    Fused fused =
        Fused.of(at -> {
          List<Value> pieces =
              at.at().node(AtenOps.CHUNK, List.of(integers(at, 2, 4), 2L, 1L), Map.of()).results();
          return List.of(at.quantize(pieces.get(0), GRID), at.quantize(pieces.get(1), GRID));
        });
    Reinterpretation split = fused.only(Reinterpretation.class);
    assertThat(fused.labels())
        .containsExactly("dequantize", "chunk", "quantize", "quantize")
        .inOrder();
    assertThat(split.writes())
        .containsExactly(fused.value("getitem"), fused.value("getitem_1"))
        .inOrder();
  }

  @Test
  void slicesOfATensorAreAllWritten() {
    Fused fused =
        Fused.of(at ->
            at.at()
                .node(
                    OpName.aten("unbind", "int"), List.of(at.input(DType.FLOAT32, 2, 3)), Map.of())
                .results());
    assertThat(fused.only(Reinterpretation.class).writes()).hasSize(2);
  }

  @Test
  void aCutWhosePlaceIsATensorIsNoLookAtMemory() {
    Fused fused =
        Fused.of(at -> {
          Value start = at.input(DType.INT64);
          Value x = at.input(DType.FLOAT32, 2, 3);
          return List.of(at.at().call(OpName.aten("narrow", "Tensor"), x, 1L, start, 2L));
        });
    assertThat(fused.regions().getFirst()).isInstanceOf(SingleNode.class);
  }

  @Test
  void aQuantizeOfANarrowerRangeLimitsWhatIsLookedAt() {
    Fused fused =
        Fused.of(at ->
            List.of(
                at.quantize(
                    view(at, "aten.flatten.using_ints", List.of(), integers(at, 2, 3, 1)).result(),
                    new ProgramSketch.Grid(
                        GRID.dtype(), GRID.scale(), GRID.zeroPoint(), 90, 110))));
    assertThat(fused.only(Reinterpretation.class).nodes()).hasSize(1);
  }
}
