package dev.octet.quantizer.compare;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.quantizer.Networks;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class ErrorSumsTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  private static Tensor of(float... values) {
    return Tensor.of(values, values.length);
  }

  private static TensorError error(Tensor x, Tensor y) {
    ErrorSums sums = new ErrorSums();
    sums.add(x, y);
    return sums.error();
  }

  @Test
  void byHand() {
    TensorError error = error(of(3, 4), of(3, 3));
    // ‖x‖ = 5, ‖x − y‖ = 1.
    assertThat(error.sqnr()).isWithin(1e-12).of(20 * Math.log10(5));
    assertThat(error.maxError()).isEqualTo(1);
    assertThat(error.rmsError()).isWithin(1e-15).of(Math.sqrt(0.5));
    assertThat(error.cosine()).isWithin(1e-15).of(21 / (5 * Math.sqrt(18)));
    assertThat(error.elements()).isEqualTo(2);
  }

  @Test
  void equalTensorsLoseNothing() {
    TensorError error = error(of(3, -4), of(3, -4));
    assertThat(error).isEqualTo(new TensorError(Double.POSITIVE_INFINITY, 0, 0, 1, 2));
    assertThat(error(of(0), of(0)).sqnr()).isPositiveInfinity();
    assertThat(error(of(), of())).isEqualTo(new TensorError(Double.POSITIVE_INFINITY, 0, 0, 1, 0));
  }

  @Test
  void zeroAgainstSomething() {
    assertThat(error(of(0, 0), of(1, 0)))
        .isEqualTo(new TensorError(Double.NEGATIVE_INFINITY, 1, Math.sqrt(0.5), 0, 2));
    assertThat(error(of(1, 0), of(0, 0))).isEqualTo(new TensorError(0, 1, Math.sqrt(0.5), 0, 2));
  }

  @Test
  void oppositeTensors() {
    assertThat(error(of(1, 2), of(-1, -2)).cosine()).isWithin(1e-15).of(-1);
  }

  @Test
  void equalInfinitiesAndNaNsAreLeftOut() {
    TensorError error = error(of(3, INF, 4, NAN, -INF), of(3, INF, 3, NAN, -INF));
    assertThat(error.sqnr()).isWithin(1e-12).of(20 * Math.log10(5));
    assertThat(error.maxError()).isEqualTo(1);
    assertThat(error.elements()).isEqualTo(5);
  }

  @Test
  void oneNotFiniteElementIsWorseThanAnything() {
    for (float[] pair :
        new float[][] {{1, INF}, {INF, 1}, {NAN, 1}, {1, NAN}, {INF, -INF}, {INF, NAN}}) {
      assertThat(error(of(3, pair[0]), of(3, pair[1])))
          .isEqualTo(
              new TensorError(
                  Double.NEGATIVE_INFINITY,
                  Double.POSITIVE_INFINITY,
                  Double.POSITIVE_INFINITY,
                  Double.NaN,
                  2));
    }
  }

  @Test
  void differentShapesCountAsNotFinite() {
    assertThat(error(of(1, 2), of(1)).sqnr()).isNegativeInfinity();
  }

  @Test
  void samplesCountAsOneLongTensor() {
    Tensor x = Networks.random(1, 3, 1000);
    Tensor y = Networks.random(2, 3, 1000);
    ErrorSums total = new ErrorSums();
    for (int i = 0; i < 3; i++) {
      ErrorSums part = new ErrorSums();
      part.add(row(x, i), row(y, i));
      total.add(part);
    }
    TensorError whole = error(x, y);
    assertThat(total.error().sqnr()).isWithin(1e-12).of(whole.sqnr());
    assertThat(total.error().cosine()).isWithin(1e-14).of(whole.cosine());
    assertThat(total.error().maxError()).isEqualTo(whole.maxError());
    assertThat(total.error().elements()).isEqualTo(3000);
  }

  private static Tensor row(Tensor tensor, int index) {
    return Tensor.view(
        tensor.storage(), DType.FLOAT32, Shape.of(1000), new long[] {1}, index * 1000L);
  }

  @Test
  void stridesDoNotMatter() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor transposed =
        Tensor.view(x.storage(), DType.FLOAT32, Shape.of(3, 2), new long[] {1, 3}, 0);
    Tensor y = Tensor.of(new float[] {1, 4, 2, 5, 3, 7}, 3, 2);
    TensorError error = error(transposed, y);
    assertThat(error.sqnr()).isWithin(1e-12).of(10 * Math.log10(91));
    assertThat(error.maxError()).isEqualTo(1);
  }
}
