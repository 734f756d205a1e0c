package dev.octet.symbol;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random expressions against a plain evaluator that knows no canonical form. */
final class SymIntPropertyTest {
  private static final int CASES = 500;
  private static final int ASSIGNMENTS = 20;

  @Test
  void canonicalFormKeepsTheValue() {
    Random random = new Random(20_250_701);
    int compared = 0;
    for (int i = 0; i < CASES; i++) {
      PlainExpression plain = PlainExpression.random(random, 5);
      SymInt canonical = plain.build();
      for (int j = 0; j < ASSIGNMENTS; j++) {
        Map<String, Long> values = PlainExpression.randomValues(random);
        Optional<Long> expected = plain.evaluate(values);
        if (expected.isPresent()) {
          compared++;
          assertWithMessage("%s as %s at %s", plain.text(), canonical, values)
              .that(canonical.evaluate(values))
              .isEqualTo(expected.get());
          assertWithMessage("%s at %s", canonical, values)
              .that(canonical.bounds().contains(expected.get()))
              .isTrue();
        }
      }
    }
    assertThat(compared).isAtLeast(CASES * ASSIGNMENTS / 2);
  }

  @Test
  void textRoundTrips() {
    Random random = new Random(42);
    for (int i = 0; i < CASES; i++) {
      PlainExpression plain = PlainExpression.random(random, 6);
      SymInt canonical = plain.build();
      assertThat(SymInt.parse(plain.text())).isEqualTo(canonical);
      assertThat(SymInt.parse(canonical.toString())).isEqualTo(canonical);
      assertThat(SymInt.parse(canonical.toSympy())).isEqualTo(canonical);
      assertThat(SymInt.parse(canonical.toString()).hashCode()).isEqualTo(canonical.hashCode());
    }
  }

  @Test
  void substitutionAgreesWithEvaluation() {
    Random random = new Random(7);
    int compared = 0;
    for (int i = 0; i < CASES; i++) {
      PlainExpression plain = PlainExpression.random(random, 5);
      SymInt canonical = plain.build();
      Map<String, Long> values = PlainExpression.randomValues(random);
      Map<String, SymInt> constants = new HashMap<>();
      values.forEach((name, value) -> constants.put(name, SymInt.of(value)));
      if (plain.evaluate(values).isPresent()) {
        compared++;
        assertWithMessage("%s at %s", canonical, new TreeMap<>(values))
            .that(canonical.substitute(constants).constant())
            .isEqualTo(canonical.evaluate(values));
      }
    }
    assertThat(compared).isAtLeast(CASES / 2);
  }

  @Test
  void sumsAndProductsOfTheSameTermsAreEqual() {
    Random random = new Random(11);
    for (int i = 0; i < CASES; i++) {
      SymInt a = PlainExpression.random(random, 3).build();
      SymInt b = PlainExpression.random(random, 3).build();
      SymInt c = PlainExpression.random(random, 3).build();
      assertThat(a.add(b).add(c)).isEqualTo(c.add(b).add(a));
      assertThat(a.multiply(b)).isEqualTo(b.multiply(a));
      assertThat(a.add(b).multiply(c)).isEqualTo(a.multiply(c).add(b.multiply(c)));
      assertThat(a.subtract(b).add(b)).isEqualTo(a);
      assertThat(a.max(b)).isEqualTo(b.max(a));
      assertThat(a.min(b)).isEqualTo(b.min(a));
    }
  }
}
