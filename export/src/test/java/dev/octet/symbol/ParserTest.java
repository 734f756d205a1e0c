package dev.octet.symbol;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                          | at position 0: expected a number, a symbol or "(", found the end of the text
          s0 +                        | at position 4: expected a number, a symbol or "(", found the end of the text
          (s0                         | at position 3: expected ")", found the end of the text
          s0 s1                       | at position 3: expected an operator or the end, found "s1"
          s0 $ 2                      | at position 3: unexpected character '$'
          2 * 'x'                     | at position 4: expected a number
          Sin(s0)                     | the function Sin is not known
          FloorDiv(s0)                | FloorDiv has 1 arguments, expected 2
          FloorDiv(s0, 2.5)           | FloorDiv expects an integer, found the floating-point 2.5
          s0 > 1                      | a size expects an integer, found the condition s0 > 1
          s0*0.5                      | a size expects an integer, found the floating-point (ToFloat(s0)*0.5)
          Symbol('a b', integer=True) | "a b" cannot name a symbol
          Symbol('x', even=True)      | Symbol 'x' has even=True
          Symbol(s0, integer=True)    | Symbol expects one quoted name
          Mod('x', 2)                 | Mod takes neither text nor keywords
          99999999999999999999        | the number 99999999999999999999 does not fit 64 bits
          9223372036854775807 + 1     | overflows 64 bits
          s0 // 0                     | division by zero
          s0**s1**-1                  | floating-point
          (1 + s0) + (s0 > 2)         | the condition s0 > 2 stands where a number is expected
          Integer(s0)                 | Integer expects a number
          s0**99999999999             | exponent 99999999999 is outside
          import os                   | expected an operator or the end, found "os"
          """)
  void namesTheFault(String text, String message) {
    SymbolException failure =
        assertThrows(SymbolException.class, () -> SymInt.parse(text == null ? "" : text));
    assertThat(failure).hasMessageThat().contains(message);
    assertThat(failure).hasMessageThat().contains("cannot read the expression");
  }

  @Test
  void limitsLengthDepthAndTerms() {
    assertThat(refused("1".repeat(10_001))).contains("beyond the limit of 10000");
    assertThat(refused("(".repeat(101) + "1" + ")".repeat(101))).contains("limit of 100");
    assertThat(refused("-".repeat(5_000) + "s0")).contains("limit of 100");
    assertThat(refused("2" + "**s0".repeat(2_000))).contains("limit of 100");
    assertThat(refused("Abs(".repeat(101) + "u0" + ")".repeat(101))).contains("limit of 100");
    assertThat(refused(product(12))).contains("limit of");
    assertThat(refused("(u0 + 1)**2000")).contains("more than 1000 terms");
    assertThat(SymInt.parse("(".repeat(100) + "1" + ")".repeat(100)).constant()).isEqualTo(1);
  }

  @Test
  void staysFastOnHostileText() {
    String doubling = "u0";
    while (doubling.length() < 2_000) {
      doubling = "((" + doubling + " + 1)*(u1//u2 + 1)//u3)";
    }
    String nested = doubling;
    String wide =
        IntStream.range(0, 1_200)
            .mapToObj(i -> "u" + i)
            .collect(Collectors.joining(",", "Max(", ")"));
    String manyFactors =
        IntStream.range(0, 1_500).mapToObj(i -> "u" + i).collect(Collectors.joining("*"));
    String manyTerms =
        IntStream.range(0, 950).mapToObj(i -> "u" + i).collect(Collectors.joining(" + "));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(refused(nested)).contains("limit of");
          assertThat(refused(wide)).contains("limit of 1000");
          assertThat(SymInt.parse(manyFactors).symbols()).hasSize(1_500);
          assertThat(SymInt.parse(manyTerms).symbols()).hasSize(950);
        });
  }

  private static String product(int factors) {
    return IntStream.range(0, factors)
        .mapToObj(i -> "(u" + i + " + 1)")
        .collect(Collectors.joining("*"));
  }

  private static String refused(String text) {
    return String.valueOf(
        assertThrows(SymbolException.class, () -> SymInt.parse(text)).getMessage());
  }
}
