package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class BufferLimitsTest {
  private static final long GIB = 1L << 30;
  private static final DeviceDescription DEVICE =
      DeviceDescription.builder()
          .name("a card")
          .globalMemory(4 * GIB)
          .largestAllocation(2 * GIB)
          .build();

  @Test
  void aBufferLargerThanTheLargestNamesBothSizes() {
    BufferLimits.checkSize(DEVICE, 2 * GIB);
    DeviceException e =
        assertThrows(DeviceException.class, () -> BufferLimits.checkSize(DEVICE, 3 * GIB));
    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "a buffer of 3.00 GiB (3221225472 bytes) is too large for a card, which takes at most"
                + " 2.00 GiB (2147483648 bytes) in one buffer; use a smaller batch, smaller inputs,"
                + " or another device");
  }

  @Test
  void memoryThatIsHeldCounts() {
    BufferLimits.checkTotal(DEVICE, GIB, 3 * GIB);
    DeviceException e =
        assertThrows(
            DeviceException.class, () -> BufferLimits.checkTotal(DEVICE, GIB + 1, 3 * GIB));
    assertThat(e).hasMessageThat().contains("it has 4.00 GiB (4294967296 bytes)");
    assertThat(e).hasMessageThat().contains("buffers of Octet hold 3.00 GiB");
  }

  @Test
  void aSizeBelowZeroIsAMistakeOfTheCaller() {
    assertThrows(IllegalArgumentException.class, () -> BufferLimits.checkSize(DEVICE, -1));
  }

  @Test
  void sizesAreWrittenForPeopleAndExactly() {
    assertThat(BufferLimits.size(1023)).isEqualTo("1023 bytes");
    assertThat(BufferLimits.size(1536)).isEqualTo("1.50 KiB (1536 bytes)");
    assertThat(ByteText.of(5L << 40)).isEqualTo("5.00 TiB");
    assertThat(ByteText.of(5L << 50)).isEqualTo("5120.00 TiB");
  }
}
