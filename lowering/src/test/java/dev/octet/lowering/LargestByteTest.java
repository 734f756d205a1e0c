package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LargestByteTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 2",
    "-1, 1",
    "2, 4",
    "-2, 2",
    "63, 64",
    "-64, 64",
    "64, 128",
    "-65, 128",
    "127, 128",
    "-128, 128"
  })
  void oneValueIsSeenWhereverItIs(byte value, int bound) {
    for (int at = 0; at < 19; at++) {
      byte[] bytes = new byte[19];
      bytes[at] = value;
      MemorySegment segment = MemorySegment.ofArray(bytes);
      assertThat(LargestByte.of(segment)).isEqualTo(Math.abs(value));
      assertThat(LargestByte.bound(segment)).isEqualTo(bound);
    }
  }

  @Test
  void manyBlocksAreSeen() {
    byte[] bytes = new byte[200_003];
    Random random = new Random(1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(63) - 31);
    }
    MemorySegment segment = MemorySegment.ofArray(bytes);
    assertThat(LargestByte.of(segment)).isEqualTo(31);
    assertThat(LargestByte.bound(segment)).isEqualTo(32);
    for (int at : new int[] {0, 65_536, 131_071, 200_000, 200_002}) {
      byte before = bytes[at];
      bytes[at] = -100;
      assertThat(LargestByte.of(segment)).isEqualTo(100);
      assertThat(LargestByte.bound(segment)).isEqualTo(128);
      bytes[at] = before;
    }
  }

  @Test
  void nothingIsNought() {
    MemorySegment none = MemorySegment.ofArray(new byte[0]);
    assertThat(LargestByte.of(none)).isEqualTo(0);
    assertThat(LargestByte.bound(none)).isEqualTo(1);
  }
}
