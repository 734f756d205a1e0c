package dev.octet.symbol;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SymBoolTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          u0 >= 0                     | true  | true
          Eq(u0, 4)                   | true  | false
          u0 != 4                     | false | true
          0 <= u0 < 4                 | false | true
          (u0 > 1) & (u1 > 1)         | false | false
          u0 < 1 or u1 < 1            | true  | true
          Not(u0 > 1)                 | false | true
          not u0 > 1 and u1 == 0      | false | true
          ToFloat(u0) > 1.5           | true  | false
          Not(ToFloat(u0) > 1.5)      | false | true
          """)
  void evaluates(String text, boolean at4, boolean at0) {
    SymBool condition = SymBool.parse(text);
    assertThat(condition.evaluate(Map.of("u0", 4L, "u1", 0L))).isEqualTo(at4);
    assertThat(condition.evaluate(Map.of("u0", 0L, "u1", 0L))).isEqualTo(at0);
    assertThat(SymBool.parse(condition.toString())).isEqualTo(condition);
    assertThat(SymBool.parse(condition.toSympy())).isEqualTo(condition);
  }

  @Test
  void writesConstructorNotationAsInFiles() {
    String text = "GreaterThan(Symbol('u0', integer=True), Integer(0))";
    assertThat(SymBool.parse(text).toString()).isEqualTo("u0 >= 0");
    assertThat(SymBool.parse(text).toSympy()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s0 >= 1",
        "s0 + s1 > 1",
        "s0 == s0",
        "u0 < u0 + 1",
        "u0 % 4 != 4",
        "true",
        "Or(u0 > 1, u0 <= u0)",
        "And()"
      })
  void decidesWhatTheRangesSettle(String text) {
    assertThat(SymBool.parse(text)).isEqualTo(SymBool.of(true));
    assertThat(SymBool.parse(text).not().asConstant()).hasValue(false);
  }

  @Test
  void substitutes() {
    SymBool condition = SymBool.parse("Or(u0 > 3, Not(And(u1 > 3, u0 > 1)))");
    assertThat(condition.substitute(Map.of("u0", SymInt.of(2))).toString()).isEqualTo("u1 <= 3");
    assertThat(condition.symbols()).containsExactly("u0", "u1").inOrder();
  }

  @Test
  void rejectsNumbers() {
    assertThat(assertThrows(SymbolException.class, () -> SymBool.parse("s0 + 1")))
        .hasMessageThat()
        .contains("expects a condition, found the integer s0 + 1");
    assertThat(assertThrows(SymbolException.class, () -> SymBool.parse("(u0 > 1) == (u1 > 1)")))
        .hasMessageThat()
        .contains("numbers are expected on both sides");
  }
}
