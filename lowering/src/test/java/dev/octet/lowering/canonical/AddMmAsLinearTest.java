package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.AtenOps;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which products of matrices are linear layers. */
final class AddMmAsLinearTest {
  private static final AddMmAsLinear RULE = new AddMmAsLinear();

  private static Value product(ProgramSketch at, long inner, Value turned, long... added) {
    Value bias = at.weights(added);
    return at.at().call(AtenOps.ADDMM, bias, at.input(DType.FLOAT32, 6, inner), turned);
  }

  @ParameterizedTest
  @CsvSource({"aten.t.default, 8, 5", "aten.transpose.int, 8, 5", "aten.t.default, 5, 5"})
  void aTransposedWeightIsThatOfALayer(String turn, long outputs, long inner) {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value w = at.weights(outputs, inner);
              Value turned =
                  turn.equals("aten.t.default") ? call(at, turn, w) : call(at, turn, w, -1L, 0L);
              return List.of(product(at, inner, turned, outputs));
            });
    assertThat(rewritten.nodes())
        .containsExactly("addmm = linear(x2, c0, c1) f32[6, " + outputs + "]");
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "5, 1"})
  void aRowOrColumnMayBeTurnedByAReshape(long outputs, long inner) {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value w = at.weights(outputs, inner);
              Value turned = call(at, "aten.reshape.default", w, List.of(inner, outputs));
              return List.of(product(at, inner, turned, outputs));
            });
    assertThat(rewritten.nodes())
        .containsExactly("addmm = linear(x2, c0, c1) f32[6, " + outputs + "]");
  }

  @Test
  void aTransposedWeightThatOthersReadStaysForThem() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value turned = call(at, "aten.t.default", at.weights(8, 5));
              return List.of(turned, product(at, 5, turned, 8));
            });
    assertThat(rewritten.nodes())
        .containsExactly("t = t(c0) f32[5, 8]", "addmm = linear(x2, c0, c1) f32[6, 8]");
  }

  private static void stays(Function<ProgramSketch, Value> drawing) {
    Rewritten rewritten = Rewritten.by(RULE, at -> List.of(drawing.apply(at)));
    assertWithMessage("%s", rewritten.nodes()).that(rewritten.changed()).isFalse();
  }

  @Test
  void aReshapeOrAFlatteningOfAMatrixDoesNotTurnIt() {
    stays(at ->
        product(at, 5, call(at, "aten.reshape.default", at.weights(8, 5), List.of(5L, 8L)), 8));
    stays(at ->
        product(at, 4, call(at, "aten.reshape.default", at.weights(8, 5), List.of(4L, 10L)), 10));
    // One row, but not turned.
    stays(at ->
        product(at, 1, call(at, "aten.reshape.default", at.weights(1, 8), List.of(1L, 8L)), 8));
    stays(at -> product(at, 5, call(at, "aten.flatten.using_ints", at.weights(5, 2, 4), 1L), 8));
  }

  @Test
  void aWeightAsItIsStays() {
    stays(at -> product(at, 5, at.weights(5, 8), 8));
    stays(at -> product(at, 5, call(at, "aten.relu.default", at.weights(5, 8)), 8));
  }

  @ParameterizedTest
  @CsvSource({"6, 8", "1, 8", "6, 1"})
  void whatIsAddedToEachElementIsNoBias(long rows, long columns) {
    stays(at -> product(at, 5, call(at, "aten.t.default", at.weights(8, 5)), rows, columns));
  }

  @Test
  void oneNumberForAllChannelsIsNoBias() {
    stays(at -> product(at, 5, call(at, "aten.t.default", at.weights(8, 5)), 1));
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "1, 2"})
  void factorsAreNoPartOfALayer(double beta, double alpha) {
    stays(at -> {
      Value turned = call(at, "aten.t.default", at.weights(8, 5));
      return at.at()
          .node(
              AtenOps.ADDMM,
              List.of(at.weights(8), at.input(DType.FLOAT32, 6, 5), turned),
              Map.of("beta", beta, "alpha", alpha))
          .result();
    });
  }
}
