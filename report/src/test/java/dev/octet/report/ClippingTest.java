package dev.octet.report;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.quantizer.observe.ObserverState;
import dev.octet.quantizer.spec.QuantRange;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ClippingTest {
  private static final QuantRange BYTES = new QuantRange(0, 255);

  @Test
  void nothingIsClippedInsideTheRange() {
    var seen = ObserverState.Histogram.of(0, 25.5f, new float[] {1, 2, 3, 4});

    assertThat(Clipping.share(seen, BYTES, 0.1, 0)).isWithin(1e-6).of(0);
  }

  @Test
  void aBinThatLiesHalfOutsideCountsHalf() {
    // Four bins of width 1 from 0 to 4; integers 0 to 3 of scale 1 keep what is below 3.5.
    var seen = ObserverState.Histogram.of(0, 4, new float[] {4, 2, 2, 2});

    assertThat(Clipping.share(seen, new QuantRange(0, 3), 1, 0)).isWithin(1e-9).of(0.1);
  }

  @Test
  void theZeroPointMovesTheRange() {
    var seen = ObserverState.Histogram.of(-4, 0, new float[] {3, 1, 1, 1});

    assertThat(Clipping.share(seen, new QuantRange(0, 3), 1, 3)).isWithin(1e-9).of(0.25);
  }

  @Test
  void aRangeWithoutCountsIsClippedOrUnknown() {
    assertThat(Clipping.share(0, 25, BYTES, 0.1, 0)).isEqualTo(OptionalDouble.of(0));
    assertThat(Clipping.share(0, 26, BYTES, 0.1, 0)).isEqualTo(OptionalDouble.empty());
  }
}
