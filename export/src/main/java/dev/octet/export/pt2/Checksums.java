package dev.octet.export.pt2;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;

/** CRC-32 of native memory of any size. */
final class Checksums {
  private static final long CHUNK = 1 << 26;

  private Checksums() {}

  static int crc32(MemorySegment bytes) {
    CRC32 crc = new CRC32();
    for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
      crc.update(bytes.asSlice(at, Math.min(CHUNK, bytes.byteSize() - at)).asByteBuffer());
    }
    return (int) crc.getValue();
  }
}
