package dev.octet.lowering.codegen.reader;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Affine;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Lines through integers give these integers. */
final class DigitalLineTest {
  private static ImmutableList<DigitalLine> through(
      long[] values, double slope, long least, long most) {
    ImmutableList<DigitalLine> lines = DigitalLine.through(values, slope, least, most);
    long behind = 0;
    for (DigitalLine line : lines) {
      assertThat(line.begin()).isEqualTo(behind);
      for (long i = line.begin(); i < line.end(); i++) {
        Affine found = line.at(Affine.of(i));
        assertWithMessage("%s of %s", i, line).that(found).isEqualTo(Affine.of(values[(int) i]));
      }
      behind = line.end();
    }
    assertThat(behind).isEqualTo(values.length);
    return lines;
  }

  private static long[] values(int count, java.util.function.LongUnaryOperator value) {
    return LongStream.range(0, count).map(value).toArray();
  }

  @Test
  void repetitionsAreQuotients() {
    DigitalLine line = through(values(20, i -> i / 4), 0.25, 0, 4).getFirst();
    assertThat(line).isEqualTo(new DigitalLine(0, 20, 1, 0, 4, 0, 4));
  }

  @Test
  void stepsNeedNoQuotient() {
    DigitalLine line = through(values(5, i -> 3 * i), 3, 0, 14).getFirst();
    assertThat(line).isEqualTo(new DigitalLine(0, 5, 3, 0, 1, 0, 14));
  }

  @Test
  void theShortestRunIsFoundAlthoughTheSlopeIsRounded() {
    DigitalLine line = through(values(30, i -> 2 * i / 3), (float) (2 / 3.0), 0, 19).getFirst();
    assertThat(line).isEqualTo(new DigitalLine(0, 30, 2, 0, 3, 0, 19));
  }

  @Test
  void whatIsCutOffIsOnNoLineButIsGiven() {
    long[] cut = values(12, i -> Math.clamp(Math.floorDiv(i - 3, 2), 0, 2));
    ImmutableList<DigitalLine> lines = through(cut, 0.5, 0, 2);
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().run()).isEqualTo(2);
  }

  @Test
  void whatIsOffTheLineParts() {
    long[] values = values(64, i -> i == 40 ? 39 : i);
    assertThat(through(values, 1, 0, 63).size()).isGreaterThan(1);
  }
}
