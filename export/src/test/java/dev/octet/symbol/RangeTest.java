package dev.octet.symbol;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class RangeTest {
  @Test
  void printsItsEnds() {
    assertThat(Range.of(2, 1024).toString()).isEqualTo("[2, 1024]");
    assertThat(Range.atLeast(0).toString()).isEqualTo("[0, inf]");
    assertThat(Range.ALL.toString()).isEqualTo("[-inf, inf]");
  }

  @Test
  void containsItsEnds() {
    assertThat(Range.of(2, 4).contains(2)).isTrue();
    assertThat(Range.of(2, 4).contains(4)).isTrue();
    assertThat(Range.of(2, 4).contains(5)).isFalse();
    assertThat(Range.atLeast(2).contains(1)).isFalse();
    assertThat(Range.ALL.contains(Long.MIN_VALUE)).isTrue();
  }

  @Test
  void intersects() {
    assertThat(Range.of(2, 9).intersect(Range.atLeast(4))).isEqualTo(Range.of(4, 9));
    assertThat(Range.ALL.intersect(Range.of(1, 3))).isEqualTo(Range.of(1, 3));
    assertThat(Range.of(1, 3).intersect(Range.of(-5, 2))).isEqualTo(Range.of(1, 2));
    assertThat(
            assertThrows(SymbolException.class, () -> Range.of(1, 3).intersect(Range.atLeast(4))))
        .hasMessageThat()
        .contains("[1, 3] and [4, inf] have no value in common");
  }

  @Test
  void isNeverEmpty() {
    assertThat(assertThrows(SymbolException.class, () -> Range.of(3, 2)))
        .hasMessageThat()
        .contains("[3, 2] is empty");
  }
}
