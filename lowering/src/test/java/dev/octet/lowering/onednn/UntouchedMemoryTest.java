package dev.octet.lowering.onednn;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class UntouchedMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/statm");
  private static final long BYTES = 16 << 20;

  @Test
  void isAlignedAndKeepsWhatIsWritten() {
    try (Arena arena = Arena.ofConfined()) {
      for (long bytes : new long[] {0, 1, 63, 64, 4097, BYTES}) {
        MemorySegment memory = UntouchedMemory.allocate(bytes, arena);
        assertThat(memory.byteSize()).isEqualTo(bytes);
        assertThat(memory.address() % 64).isEqualTo(0);
        memory.fill((byte) 7);
        if (bytes > 0) {
          assertThat(memory.get(ValueLayout.JAVA_BYTE, bytes - 1)).isEqualTo(7);
        }
      }
    }
  }

  @Test
  void belongsToTheArena() throws IOException {
    Assumptions.assumeTrue(Files.exists(STATUS), "resident memory is read from /proc");
    long before = residentPages();
    for (int round = 0; round < 64; round++) {
      MemorySegment memory;
      try (Arena arena = Arena.ofConfined()) {
        memory = UntouchedMemory.allocate(BYTES, arena);
        memory.fill((byte) round);
      }
      assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
    }
    long grown = (residentPages() - before) * 4096;
    assertThat(grown).isLessThan(32 * BYTES);
  }

  private static long residentPages() throws IOException {
    return Long.parseLong(Splitter.on(' ').splitToList(Files.readString(STATUS)).get(1));
  }
}
