package dev.octet.symbol;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.tensor.InputException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SymIntTest {
  private static final SymInt S0 = SymInt.symbol("s0");
  private static final SymInt S1 = SymInt.symbol("s1");
  private static final SymInt U0 = SymInt.symbol("u0");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 + s0*2                   | 2*s0 + 1
          (s0 + 1)*(s0 - 1)          | s0**2 - 1
          s0*s1 - s1*s0              | 0
          2*s0//2                    | s0
          (4*s0 + 3)//4              | s0
          (4*s0 + s1)//4             | (s1//4) + s0
          (s0//2)//3                 | (s0//6)
          ((s0 + 1)//2)              | ((s0 - 1)//2) + 1
          (s53 - 1)//2 + 1           | ((s53 - 1)//2) + 1
          (6*s0 + 4)//4              | s0 + (s0//2) + 1
          s0//1                      | s0
          s0 % 1                     | 0
          (s0 + 5) % 3               | ((s0 + 2) % 3)
          (6*s0) % 4                 | 2*(s0 % 2)
          (s0 % 6) % 3               | (s0 % 3)
          (s0 % 4)//4                | 0
          s0*s1//s0                  | s1
          (s0*s1 + s1)//(s0 + 1)     | s1
          (2*s0*s1)//(6*s0)          | (s1//3)
          u0//u0                     | (u0//u0)
          Max(1, s0)                 | s0
          Max(1, u0)                 | Max(1, u0)
          Max(s0, Max(s1, s0 + 2))   | Max(s1, s0 + 2)
          Min(s0, s0 + 1, s0 - 1)    | s0 - 1
          CeilDiv(s0, 3)             | ((s0 - 1)//3) + 1
          ModularIndexing(s0, 2, 3)  | ((s0//2) % 3)
          PowByNatural(s0, 3)        | s0**3
          LShift(s0, 3)              | 8*s0
          s0 >> 1                    | (s0//2)
          CleanDiv(6*s0, 2)          | 3*s0
          CleanDiv(s0, 2)            | CleanDiv(s0, 2)
          4*s0/2                     | 2*s0
          floor(s0/2)                | (s0//2)
          Identity(s0 + 1)           | s0 + 1
          Abs(s0) + Abs(u0)          | s0 + Abs(u0)
          Where(s0 > 0, s0, 7)       | s0
          Where(u0 > 0, s0, 7)       | Where(u0 > 0, s0, 7)
          -2**2                      | -4
          2**3**2                    | 512
          s10 + s9                   | s9 + s10
          TruncToInt(ToFloat(s0))    | s0
          -9223372036854775808       | -9223372036854775808
          """)
  void hasCanonicalForm(String text, String canonical) {
    SymInt expression = SymInt.parse(text);
    // Terms of equal degree sort symbols before functions; the text may name them in any order.
    assertThat(expression).isEqualTo(SymInt.parse(canonical));
    assertThat(SymInt.parse(expression.toString())).isEqualTo(expression);
    assertThat(SymInt.parse(expression.toSympy())).isEqualTo(expression);
  }

  @Test
  void printsInfix() {
    assertThat(SymInt.symbol("s77").multiply(2).add(1).toString()).isEqualTo("2*s77 + 1");
    assertThat(S0.negate().add(S1).subtract(4).toString()).isEqualTo("-s0 + s1 - 4");
    assertThat(SymInt.symbol("s53").subtract(1).floorDivide(2).add(1).toString())
        .isEqualTo("((s53 - 1)//2) + 1");
    assertThat(S0.modulo(3).power(2).multiply(S1).toString()).isEqualTo("s1*(s0 % 3)**2");
  }

  @Test
  void readsAndWritesConstructorNotationAsInFiles() {
    String doubled = "Mul(Integer(2), Symbol('s77', positive=True, integer=True))";
    assertThat(SymInt.parse(doubled)).isEqualTo(SymInt.symbol("s77").multiply(2));
    assertThat(SymInt.parse(doubled).toSympy()).isEqualTo(doubled);
    String pooled =
        "Add(FloorDiv(Add(Symbol('s53', positive=True, integer=True), Integer(-1)), Integer(2)),"
            + " Integer(1))";
    assertThat(SymInt.parse(pooled).toString()).isEqualTo("((s53 - 1)//2) + 1");
    assertThat(SymInt.parse(pooled).toSympy()).isEqualTo(pooled);
    assertThat(U0.toSympy()).isEqualTo("Symbol('u0', integer=True)");
  }

  @Test
  void keepsASizeSymbolWithoutAssumedRangeApart() {
    SymInt integerInput = SymInt.parse("Symbol('s86', integer=True)");
    assertThat(integerInput).isNotEqualTo(SymInt.symbol("s86"));
    assertThat(integerInput.toSympy()).isEqualTo("Symbol('s86', integer=True)");
    assertThat(SymInt.parse(integerInput.toString())).isEqualTo(integerInput);
    assertThat(integerInput.max(1).isConstant()).isFalse();
    assertThat(integerInput.max(1)).isNotEqualTo(integerInput);
    assertThat(integerInput.evaluate(Map.of("s86", 0L))).isEqualTo(0);
  }

  @Test
  void evaluatesTheDoubledDimensionOfARangeKey() {
    assertThat(SymInt.parse("4*s23").evaluate(Map.of("s23", 8L))).isEqualTo(32);
  }

  @Test
  void choosesTheModuloThatAllowsTheOperands() {
    assertThat(S0.modulo(3).toSympy()).startsWith("Mod(");
    assertThat(U0.modulo(3).toSympy()).startsWith("PythonMod(");
    assertThat(U0.modulo(3).evaluate(Map.of("u0", -1L))).isEqualTo(2);
  }

  @Test
  void substitutesAllAtOnceAndSimplifies() {
    SymInt expression = S0.multiply(S1).add(S0.floorDivide(2)).max(U0);
    Map<String, SymInt> swap = Map.of("s0", S1.multiply(2), "s1", S0, "u0", SymInt.ZERO);
    assertThat(expression.substitute(swap)).isEqualTo(S0.multiply(S1).multiply(2).add(S1));
    assertThat(
            U0.floorDivide(S0)
                .substitute(Map.of("s0", SymInt.of(4), "u0", SymInt.of(9)))
                .constant())
        .isEqualTo(2);
  }

  @Test
  void knowsItsSymbolsAndBounds() {
    assertThat(S1.add(S0.max(U0)).modulo(SymInt.symbol("u1")).symbols())
        .containsExactly("s0", "s1", "u0", "u1")
        .inOrder();
    assertThat(S0.multiply(2).add(1).bounds()).isEqualTo(Range.atLeast(3));
    assertThat(U0.modulo(8).bounds()).isEqualTo(Range.of(0, 7));
    assertThat(U0.bounds()).isEqualTo(Range.ALL);
  }

  @Test
  void evaluatesTheDenseIndicator() {
    SymInt indicator =
        SymInt.parse("IsNonOverlappingAndDenseIndicator(s0, s1, s1, 1)"); // sizes, strides
    assertThat(indicator.evaluate(Map.of("s0", 2L, "s1", 3L))).isEqualTo(1);
    SymInt gap = SymInt.parse("IsNonOverlappingAndDenseIndicator(s0, s1, s1 + 1, 1)");
    assertThat(gap.evaluate(Map.of("s0", 2L, "s1", 3L))).isEqualTo(0);
    assertThat(gap.evaluate(Map.of("s0", 1L, "s1", 3L))).isEqualTo(1);
  }

  @Test
  void reportsWhatCannotBeEvaluated() {
    SymInt expression = S0.multiply(S1).add(1);
    assertThat(failure(() -> expression.evaluate(Map.of("s1", 2L))))
        .isEqualTo("cannot evaluate s0*s1 + 1: symbol s0 has no value; values are given for [s1]");
    assertThat(failure(() -> expression.evaluate(Map.of("s0", Long.MAX_VALUE, "s1", 2L))))
        .contains("overflows 64 bits");
    assertThat(failure(() -> U0.floorDivide(S0.subtract(1)).evaluate(Map.of("u0", 4L, "s0", 1L))))
        .contains("division by zero: 4 // 0");
    assertThat(failure(() -> SymInt.parse("s0/2").evaluate(Map.of("s0", 3L))))
        .contains("3 is not divisible by 2");
    assertThat(failure(expression::constant)).contains("the size s0*s1 + 1 is symbolic");
  }

  @Test
  void reportsWhatCannotBeBuilt() {
    assertThat(failure(() -> SymInt.of(Long.MAX_VALUE).add(1))).contains("overflows");
    assertThat(failure(() -> SymInt.of(Long.MIN_VALUE).negate())).contains("overflows");
    assertThat(failure(() -> S0.multiply(Long.MAX_VALUE).multiply(2))).contains("overflows");
    assertThat(failure(() -> S0.floorDivide(0))).contains("division by zero: s0 // 0");
    assertThat(failure(() -> S0.modulo(0))).contains("division by zero: s0 % 0");
    assertThat(failure(() -> S0.power(-1))).contains("(s0)**-1 is no integer");
    assertThat(failure(() -> SymInt.symbol("two words"))).contains("cannot name a symbol");
  }

  @Test
  void refusesToNestWithoutEnd() {
    SymInt deepest = U0;
    String message = "";
    for (int i = 0; i < 200 && message.isEmpty(); i++) {
      try {
        deepest = deepest.add(1).floorDivide(S0).max(S1);
      } catch (SymbolException e) {
        message = String.valueOf(e.getMessage());
      }
    }
    assertThat(message).contains("nested deeper than the limit of 100");
    if (deepest.toSympy().length() <= 10_000) {
      assertThat(SymInt.parse(deepest.toSympy())).isEqualTo(deepest);
    }
    assertThat(SymInt.parse(deepest.toString())).isEqualTo(deepest);
  }

  private static String failure(org.junit.jupiter.api.function.Executable action) {
    return String.valueOf(assertThrows(InputException.class, action).getMessage());
  }
}
