package dev.octet.symbol;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SymFloatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2.0*ToFloat(s0)                     | 14
          s0/2                                | 3.5
          IntTrueDiv(s0 + 1, s0 - 3)          | 2
          FloatTrueDiv(1.0, ToFloat(s0))      | 0.14285714285714285
          -ToFloat(s0) - (0.5 - 1.5)          | -6
          0.1 + (0.2 + ToFloat(s0))           | 7.3
          TruncToFloat(s0/2)                  | 3
          RoundDecimal(s0/3, 2)               | 2.33
          FloatPow(ToFloat(s0), 2.0)          | 49
          s0**-1                              | 0.14285714285714285
          OpaqueUnaryFn_sqrt(ToFloat(s0) + 2) | 3
          Max(s0/2, 4.0)                      | 4
          Where(s0 > 3, s0/2, 1.0)            | 3.5
          Abs(-1.5*s0)                        | 10.5
          Rational(1, 4)*s0                   | 1.75
          """)
  void evaluates(String text, double expected) {
    SymFloat expression = SymFloat.parse(text);
    assertThat(expression.evaluate(Map.of("s0", 7L))).isEqualTo(expected);
    assertThat(SymFloat.parse(expression.toString())).isEqualTo(expression);
    assertThat(SymFloat.parse(expression.toSympy())).isEqualTo(expression);
    SymFloat constant = expression.substitute(Map.of("s0", SymInt.of(7)));
    assertThat(constant).isEqualTo(SymFloat.of(expected));
  }

  @Test
  void readsAndWritesConstructorNotationAsInFiles() {
    String text =
        "Mul(Float('2.0', precision=53), ToFloat(Symbol('s77', positive=True, integer=True)))";
    assertThat(SymFloat.parse(text).toSympy()).isEqualTo(text);
    assertThat(SymFloat.parse(text).toString()).isEqualTo("(2.0*ToFloat(s77))");
    assertThat(SymFloat.parse("Symbol('zuf0')").toSympy()).isEqualTo("Symbol('zuf0')");
    assertThat(SymFloat.parse("zuf0").symbols()).containsExactly("zuf0");
  }

  @ParameterizedTest
  @CsvSource({"TRUNC,-2,3", "FLOOR,-3,3", "CEIL,-2,4", "ROUND,-2,4"})
  void roundsToIntegers(String rounding, long negative, long positive) {
    String name =
        rounding.charAt(0) + rounding.substring(1).toLowerCase(java.util.Locale.ROOT) + "ToInt";
    SymInt expression = SymInt.parse(name + "(u0/2)");
    assertThat(expression.evaluate(Map.of("u0", -5L))).isEqualTo(negative);
    assertThat(expression.evaluate(Map.of("u0", 7L))).isEqualTo(positive);
    assertThat(SymInt.parse(expression.toSympy())).isEqualTo(expression);
  }

  @Test
  void divisionOfLargeIntegersRoundsOnce() {
    SymFloat third = SymFloat.parse("s0/3");
    assertThat(third.evaluate(Map.of("s0", 9007199254740993L))).isEqualTo(3002399751580331.0);
  }

  @Test
  void keepsSpecialNumbers() {
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, -0.0, 1e300, 0.1}) {
      assertThat(SymFloat.parse(SymFloat.of(value).toSympy())).isEqualTo(SymFloat.of(value));
      assertThat(SymFloat.parse(SymFloat.of(value).toString())).isEqualTo(SymFloat.of(value));
    }
  }

  @Test
  void reportsWhatCannotBeEvaluated() {
    assertThat(failure("1.0/ToFloat(u0)")).contains("division by zero");
    assertThat(failure("zuf0 + 1.0")).contains("symbol zuf0 has no value");
    assertThat(
            assertThrows(
                SymbolException.class,
                () -> SymInt.parse("TruncToInt(1e30*u0)").evaluate(Map.of("u0", 1L))))
        .hasMessageThat()
        .contains("does not fit 64 bits");
  }

  private static String failure(String text) {
    return String.valueOf(
        assertThrows(SymbolException.class, () -> SymFloat.parse(text).evaluate(Map.of("u0", 0L)))
            .getMessage());
  }
}
