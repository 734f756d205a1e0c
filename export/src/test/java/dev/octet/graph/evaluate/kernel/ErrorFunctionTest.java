package dev.octet.graph.evaluate.kernel;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorFunctionTest {
  /** Values computed with 30 digits. */
  @ParameterizedTest
  @CsvSource({
    "1e-300, 1.1283791670955126e-300, 1.0",
    "1e-09, 1.1283791670955127e-09, 0.9999999988716208",
    "0.03125, 0.035250373867322826, 0.9647496261326772",
    "0.5, 0.5204998778130465, 0.4795001221869535",
    "0.9, 0.7969082124228322, 0.20309178757716786",
    "1.9375, 0.9938568063952132, 0.0061431936047868",
    "2.0, 0.9953222650189527, 0.004677734981047266",
    "2.5, 0.999593047982555, 0.0004069520174449589",
    "5.9, 0.9999999999999999, 7.190409783550478e-17",
    "-0.7, -0.6778011938374184, 1.6778011938374184",
    "-3.0, -0.9999779095030014, 1.9999779095030015",
    "10.0, 1.0, 2.088487583762545e-45",
    "26.0, 1.0, 5.663192408856143e-296",
  })
  void agreesWithHighPrecision(double x, double erf, double erfc) {
    assertThat(ErrorFunction.erf(x)).isWithin(1e-15 * Math.abs(erf)).of(erf);
    assertThat(ErrorFunction.erfc(x)).isWithin(1e-13 * erfc).of(erfc);
  }

  @Test
  void isContinuousBetweenCentres() {
    for (double x = 1.0 / 16; x < 6; x += 1.0 / 8) {
      assertThat(ErrorFunction.erf(Math.nextUp(x)) - ErrorFunction.erf(Math.nextDown(x)))
          .isWithin(1e-15)
          .of(0);
    }
  }

  @Test
  void limitsAreExact() {
    assertThat(ErrorFunction.erf(Double.POSITIVE_INFINITY)).isEqualTo(1.0);
    assertThat(ErrorFunction.erf(-0.0)).isEqualTo(-0.0);
    assertThat(ErrorFunction.erfc(Double.NEGATIVE_INFINITY)).isEqualTo(2.0);
    assertThat(ErrorFunction.erfc(Double.POSITIVE_INFINITY)).isEqualTo(0.0);
    assertThat(ErrorFunction.erf(Double.NaN)).isNaN();
    assertThat(ErrorFunction.erfc(Double.NaN)).isNaN();
  }
}
