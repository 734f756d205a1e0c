package dev.octet.reliability;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The header of a saved program, as its format is written down: 64 bytes. */
final class SavedProgram {
  private static final int HEADER = 64;
  private static final int OPTIONS_AT = 12;
  private static final int PROGRAM_AT = 16;
  private static final int CHECKSUMS_AT = 32;
  private static final int CHECKSUMS_END = 40;

  private SavedProgram() {}

  static int headerBytes() {
    return HEADER;
  }

  static int optionBytes(byte[] file) {
    return buffer(file).getInt(OPTIONS_AT);
  }

  /** Damaged bytes with lengths and checksums that fit, so that what lies behind them is read. */
  static byte[] sealed(byte[] file) {
    if (file.length < HEADER) {
      return file;
    }
    ByteBuffer buffer = buffer(file);
    int options = buffer.getInt(OPTIONS_AT);
    long start = ((long) HEADER + options + 63) / 64 * 64;
    if (options >= 0 && start <= file.length) {
      buffer.putLong(PROGRAM_AT, file.length - start);
    }
    buffer.putInt(CHECKSUMS_AT, checksum(new CRC32C(), file));
    buffer.putInt(CHECKSUMS_AT + Integer.BYTES, checksum(new CRC32(), file));
    return file;
  }

  private static int checksum(Checksum sum, byte[] file) {
    sum.update(file, 0, CHECKSUMS_AT);
    sum.update(file, CHECKSUMS_END, file.length - CHECKSUMS_END);
    return (int) sum.getValue();
  }

  private static ByteBuffer buffer(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }
}
