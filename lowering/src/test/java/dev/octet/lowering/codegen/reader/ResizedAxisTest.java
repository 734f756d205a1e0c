package dev.octet.lowering.codegen.reader;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.lowering.codegen.loop.Affine;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Where resized pixels come from. */
final class ResizedAxisTest {
  private static ResizedAxis axis(ResizedAxis.Mode mode, long size, long resized, boolean corners) {
    return new ResizedAxis(mode, size, resized, 0, corners, true);
  }

  private static List<Long> pixels(ResizedAxis axis, int resized) {
    return LongStream.range(0, resized)
        .map(p -> axis.pixels().getFirst().at(Affine.of(p)).constant())
        .boxed()
        .toList();
  }

  @Test
  void twiceTheSize() {
    ResizedAxis nearest = axis(ResizedAxis.Mode.NEAREST, 3, 6, false);
    assertThat(nearest.isExact()).isTrue();
    assertThat(pixels(nearest, 6)).containsExactly(0L, 0L, 1L, 1L, 2L, 2L).inOrder();
    ResizedAxis linear = axis(ResizedAxis.Mode.LINEAR, 3, 6, false);
    assertThat(linear.isExact()).isFalse();
    assertThat(pixels(linear, 6)).containsExactly(0L, 0L, 0L, 1L, 1L, 2L).inOrder();
    ResizedAxis cubic = axis(ResizedAxis.Mode.CUBIC, 3, 6, false);
    assertThat(pixels(cubic, 6)).containsExactly(-1L, 0L, 0L, 1L, 1L, 2L).inOrder();
  }

  @Test
  void cornersThatMeetPixelsNeedNoSums() {
    ResizedAxis axis = axis(ResizedAxis.Mode.LINEAR, 9, 5, true);
    assertThat(axis.isExact()).isTrue();
    assertThat(pixels(axis, 5)).containsExactly(0L, 2L, 4L, 6L, 8L).inOrder();
    assertThat(axis(ResizedAxis.Mode.LINEAR, 9, 5, false).isExact()).isFalse();
    assertThat(axis(ResizedAxis.Mode.CUBIC, 7, 7, false).isExact()).isTrue();
  }

  @Test
  void aGivenFactorCountsMoreThanTheSizes() {
    ResizedAxis axis = new ResizedAxis(ResizedAxis.Mode.NEAREST, 4, 6, 2, false, true);
    assertThat(pixels(axis, 6)).containsExactly(0L, 0L, 1L, 1L, 2L, 2L).inOrder();
    ResizedAxis beyond = new ResizedAxis(ResizedAxis.Mode.NEAREST, 2, 6, 2, false, true);
    assertThat(pixels(beyond, 6)).containsExactly(0L, 0L, 1L, 1L, 1L, 1L).inOrder();
  }

  @Test
  void pixelsOnManyLinesAreLeftToOthers() {
    assertThat(axis(ResizedAxis.Mode.LINEAR, 73, 247, true).pixels().size()).isGreaterThan(1);
    DeclinedException e =
        assertThrows(DeclinedException.class, () -> axis(ResizedAxis.Mode.NEAREST, 11, 451, false));
    assertThat(e).hasMessageThat().contains("11 pixels are resized to 451");
  }
}
