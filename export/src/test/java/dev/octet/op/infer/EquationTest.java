package dev.octet.op.infer;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.primitives.ImmutableIntArray;
import dev.octet.op.TensorType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EquationTest {
  private static TensorType f32(long... sizes) {
    return TensorType.of(DType.FLOAT32, sizes);
  }

  private static List<SymInt> sizes(Equation equation, boolean stretch, TensorType... types) {
    return equation.resultSizes(List.of(types), stretch);
  }

  @Test
  void resultWithoutArrowHasSingleLettersInAlphabeticalOrder() {
    Equation equation = Equation.parse("ba, ac", List.of(2, 2));
    assertThat(equation.result()).isEqualTo(ImmutableIntArray.of('b', 'c'));
    assertThat(sizes(Equation.parse("...ji", List.of(3)), true, f32(2, 3, 5)))
        .isEqualTo(f32(2, 5, 3).sizes());
  }

  @Test
  void ellipsisAlignsAtTheEnd() {
    Equation equation = Equation.parse("...i,...i->...", List.of(2, 4));
    assertThat(sizes(equation, false, f32(3, 7), f32(2, 5, 3, 7))).isEqualTo(f32(2, 5, 3).sizes());
  }

  @Test
  void matmulStretchesTheBatchOnly() {
    assertThat(sizes(Equation.matmul(3, 4), false, f32(1, 3, 5), f32(2, 4, 5, 6)))
        .isEqualTo(f32(2, 4, 3, 6).sizes());
    assertThrows(
        InputException.class, () -> sizes(Equation.matmul(2, 2), false, f32(3, 1), f32(5, 6)));
  }

  @Test
  void constantWinsOverSymbol() {
    TensorType open = new TensorType(DType.FLOAT32, List.of(SymInt.symbol("s0"), SymInt.of(3)));
    assertThat(sizes(Equation.parse("ij,ik->ijk", List.of(2, 2)), false, open, f32(4, 2)))
        .isEqualTo(f32(4, 3, 2).sizes());
    assertThat(sizes(Equation.parse("ij->i", List.of(2)), false, open))
        .containsExactly(SymInt.symbol("s0"));
  }

  @Test
  void contractionKeepsTheOtherDimensions() {
    Equation equation = Equation.contraction(3, 2, List.of(2, 0), List.of(0, 1));
    assertThat(sizes(equation, false, f32(4, 5, 6), f32(6, 4))).isEqualTo(f32(5).sizes());
  }

  @Test
  void refusalsQuoteTheEquation() {
    for (String wrong :
        List.of("ij", "ij,jk,kl", "i,jk", "ij,jk->iz", "ij,jk->ii", "i1,jk", "ijk,jk")) {
      InputException e =
          assertThrows(InputException.class, () -> Equation.parse(wrong, List.of(2, 2)), wrong);
      assertThat(e).hasMessageThat().contains("'" + wrong + "'");
    }
  }
}
