package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.ProgramSketch.Drawing;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FoldConstantsTest {
  private static final TensorType ANY_ROWS =
      new TensorType(DType.FLOAT32, List.of(SymInt.symbol("s0"), SymInt.of(3)));

  private static Value call(ProgramSketch at, String name, @Nullable Object... arguments) {
    return at.at().call(OpName.parse(name), arguments);
  }

  private static FrozenGraph frozen(Drawing drawing, Map<String, Long> sizes) {
    return new FrozenProgram(ProgramSketch.of(1, drawing), Arena.ofAuto()).at(sizes);
  }

  private static FrozenGraph frozen(Drawing drawing) {
    return frozen(drawing, Map.of());
  }

  private static List<String> operators(FrozenGraph graph) {
    return graph.graph().nodes().stream().map(node -> node.op().name().base()).toList();
  }

  private static Tensor result(FrozenGraph graph, int output) {
    Value value = ((GraphOutput.Of) graph.graph().outputs().get(output)).value();
    return graph.constant(value).orElseThrow();
  }

  /** All of a drawing's results are constants, and those that a run gives. */
  private static void folds(Drawing drawing) {
    ExportedProgram program = ProgramSketch.of(1, drawing);
    FrozenGraph graph = new FrozenProgram(program, Arena.ofAuto()).at(Map.of());
    assertThat(operators(graph)).isEmpty();
    TensorType type = program.userInputs().getFirst().tensorType();
    Tensor x = Tensor.allocate(type.dtype(), type.shape());
    for (long i = 0; i < x.elements(); i++) {
      x.setDouble(i, 1.0 + i);
    }
    List<Tensor> expected = program.run(x);
    for (int i = 0; i < expected.size(); i++) {
      assertWithMessage("output %s", i)
          .that(result(graph, i).copy(Arena.ofAuto()).bitEquals(expected.get(i)))
          .isTrue();
    }
  }

  @Test
  void whatIsMadeLikeAnInputIsConstant() {
    folds(at -> {
      Value x = at.input(DType.FLOAT32, 2, 3);
      return ImmutableList.of(
          call(at, "aten.new_zeros.default", x, List.of(4L, 5L)),
          call(at, "aten.new_ones.default", x, List.of(4L)),
          call(at, "aten.new_full.default", x, List.of(2L), 2.5),
          call(at, "aten.new_empty.default", x, List.of(2L)),
          call(at, "aten.zeros_like.default", x),
          call(at, "aten.ones_like.default", x),
          call(at, "aten.full_like.default", x, -1e9),
          call(at, "aten.empty_like.default", x),
          call(at, "aten.zero.default", x),
          call(at, "aten.fill.Scalar", x, 7L),
          call(at, "aten.fill.Tensor", x, at.constant(Tensor.scalar(DType.FLOAT32, 0.1))));
    });
  }

  /** The windows of a shifted-window transformer, which stand apart by their numbers. */
  @Test
  void aMaskThatIsBuiltInPlaceIsConstant() {
    folds(at -> {
      Value x = at.input(DType.FLOAT32, 2, 3);
      Value mask = call(at, "aten.new_zeros.default", x, List.of(4L, 4L));
      for (long i = 0; i < 2; i++) {
        Value part = call(at, "aten.slice.Tensor", mask, 0L, 2 * i, 2 * i + 2);
        Value number = at.constant(Tensor.scalar(DType.INT64, i + 1));
        Value filled = call(at, "aten.fill.Tensor", part, number);
        mask = call(at, "aten.slice_scatter.default", mask, filled, 0L, 2 * i, 2 * i + 2);
      }
      Value other = call(at, "aten.transpose.int", mask, 0L, 1L);
      Value apart = call(at, "aten.ne.Tensor", mask, other);
      return List.of(call(at, "aten.masked_fill.Scalar", mask, apart, -100.0));
    });
  }

  @Test
  void aConstantBroughtToTheTypeOfAnInputIsConstant() {
    folds(at -> {
      Value x = at.input(DType.FLOAT16, 2, 3);
      Value w = at.weights(3);
      return ImmutableList.of(
          call(at, "aten.type_as.default", w, x),
          call(at, "aten.to.other", w, x),
          call(at, "aten.expand_as.default", w, x),
          call(at, "aten.view_as.default", at.weights(6), x),
          call(at, "aten.reshape_as.default", at.weights(3, 2), x),
          call(at, "aten.type_as.default", w, w));
    });
  }

  @Test
  void aWeightOfDirectionAndLengthIsConstant() {
    FrozenGraph graph =
        frozen(at -> {
          Value x = at.input(DType.FLOAT32, 2, 6);
          Value w = call(at, "aten._weight_norm.default", at.weights(4, 6), at.weights(4, 1));
          return List.of(call(at, "aten.linear.default", x, w), w);
        });
    assertThat(operators(graph)).containsExactly("linear");
    assertThat(result(graph, 1).shape()).isEqualTo(Shape.of(4, 6));
  }

  @Test
  void aNumberThatIsComputedFillsInTheRun() {
    FrozenGraph graph =
        frozen(at -> {
          Value x = at.input(DType.FLOAT32, 2, 3);
          return List.of(call(at, "aten.fill.Tensor", x, call(at, "aten.sum.default", x)));
        });
    assertThat(operators(graph)).containsExactly("sum", "fill").inOrder();
  }

  @Test
  void theInputThatIsConvertedIsRead() {
    FrozenGraph graph =
        frozen(at -> {
          Value x = at.input(DType.FLOAT32, 2, 3);
          return List.of(
              call(at, "aten.type_as.default", x, at.constant(Tensor.scalar(DType.FLOAT64, 1))));
        });
    assertThat(operators(graph)).containsExactly("type_as");
  }

  @Test
  void randomNumbersAreDrawnInTheRun() {
    FrozenGraph graph =
        frozen(at -> {
          Value ones = call(at, "aten.ones_like.default", at.input(DType.FLOAT32, 2, 3));
          return List.of(call(at, "aten.dropout.default", ones, 0.5, true));
        });
    assertThat(operators(graph)).containsExactly("dropout");
  }

  /** What a run could make in a loop is not kept for as long as the program lives. */
  @Test
  void largeOnesAreLeftToTheRun() {
    long rows = FoldConstants.LARGE / (4 * 1024);
    for (long size : new long[] {rows - 1, rows}) {
      FrozenGraph graph =
          frozen(at -> {
            Value x = at.input(DType.FLOAT32, size, 1024);
            return List.of(call(at, "aten.ones_like.default", x));
          });
      assertThat(operators(graph)).isEqualTo(size < rows ? List.of() : List.of("ones_like"));
    }
  }

  @Test
  void aLargeConstantIsConvertedAllTheSame() {
    Tensor large =
        RepeatedNumber.repeat(Tensor.scalar(DType.FLOAT32, 3.0), Shape.of(FoldConstants.LARGE / 4));
    FrozenGraph graph =
        frozen(at ->
            List.of(
                call(
                    at,
                    "aten.type_as.default",
                    at.constant(large),
                    at.input(DType.BFLOAT16, 2, 3))));
    assertThat(operators(graph)).isEmpty();
    assertThat(result(graph, 0).getDouble(5)).isEqualTo(3.0);
  }

  @Test
  void symbolicSizesAreFoldedOnceTheyAreKnown() {
    Drawing drawing =
        at -> {
          Value x = at.input(ANY_ROWS);
          Value rows = call(at, "aten.sym_size.int", x, 0L);
          Value ones = call(at, "aten.new_ones.default", x, List.of(rows, 2L));
          Value fixed = call(at, "aten.new_full.default", x, List.of(3L), 4.0);
          Value sum = call(at, "aten.add.Tensor", call(at, "aten.ones_like.default", x), fixed);
          return List.of(ones, fixed, sum);
        };
    FrozenProgram program = new FrozenProgram(ProgramSketch.of(1, drawing), Arena.ofAuto());
    for (long size : new long[] {5, 1, 5}) {
      FrozenGraph graph = program.at(Map.of("s0", size));
      assertThat(operators(graph)).isEmpty();
      assertThat(result(graph, 0).shape()).isEqualTo(Shape.of(size, 2));
      assertThat(result(graph, 0).getDouble(size)).isEqualTo(1.0);
      assertThat(result(graph, 1).shape()).isEqualTo(Shape.of(3));
      assertThat(result(graph, 2).shape()).isEqualTo(Shape.of(size, 3));
      assertThat(result(graph, 2).getDouble(0)).isEqualTo(5.0);
    }
  }

  @Test
  void aSizeCanBeTheNumber() {
    FrozenGraph graph =
        frozen(
            at -> {
              Value x = at.input(ANY_ROWS);
              Value rows = call(at, "aten.sym_size.int", x, 0L);
              return List.of(call(at, "aten.full_like.default", x, rows));
            },
            Map.of("s0", 6L));
    assertThat(operators(graph)).isEmpty();
    assertThat(result(graph, 0).getDouble(17)).isEqualTo(6.0);
  }
}
