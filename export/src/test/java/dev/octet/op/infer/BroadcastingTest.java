package dev.octet.op.infer;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BroadcastingTest {
  private static final SymInt S = SymInt.symbol("s0");
  private static final SymInt T = SymInt.symbol("s1");

  @Test
  void constantsAlignAtTheEnd() {
    assertThat(Broadcasting.sizes(sizes(2, 1, 3), sizes(4, 1))).isEqualTo(sizes(2, 4, 3));
    assertThat(Broadcasting.sizes(sizes(), sizes(0, 3))).isEqualTo(sizes(0, 3));
    assertThat(Broadcasting.sizes(sizes(1), sizes(0))).isEqualTo(sizes(0));
  }

  @Test
  void symbolsStayBesideOneAndBesideThemselves() {
    assertThat(Broadcasting.sizes(List.of(S), sizes(1))).containsExactly(S);
    assertThat(Broadcasting.sizes(sizes(1), List.of(S))).containsExactly(S);
    assertThat(Broadcasting.sizes(List.of(S.add(1)), List.of(SymInt.parse("1 + s0"))))
        .containsExactly(S.add(1));
  }

  @Test
  void aConstantDecidesOverASymbol() {
    assertThat(Broadcasting.sizes(List.of(S), sizes(5))).isEqualTo(sizes(5));
    assertThat(Broadcasting.sizes(sizes(5), List.of(S))).isEqualTo(sizes(5));
    assertThat(Broadcasting.sizes(List.of(S), List.of(T))).containsExactly(S);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    InputException e =
        assertThrows(InputException.class, () -> Broadcasting.sizes(sizes(2, 3), sizes(4)));
    assertThat(e)
        .hasMessageThat()
        .contains("[2, 3] and [4] do not broadcast: 3 against 4 at dimension -1");
  }

  private static List<SymInt> sizes(long... sizes) {
    return Arrays.stream(sizes).mapToObj(SymInt::of).toList();
  }
}
