package dev.octet.lowering.archive;

import dev.octet.program.FormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The first 64 bytes of a compiled file, numbers in little-endian order: eight bytes that tell the
 * format, its version (int), the length of the options (int), the length of the program (long),
 * eight zeros, the CRC-32C of all other bytes of the file (int), and their CRC-32 (int). Zeros fill
 * up the header. The options follow; zeros fill up to the program, which begins at a multiple of 64
 * and ends the file.
 *
 * <p>The checksums are there to find damage, not forgery. Processors compute both at the speed of
 * memory, and with different polynomials they find what 64 bits find.
 *
 * @param optionBytes from 0
 * @param programBytes from 0
 */
record FileHeader(int optionBytes, long programBytes) {
  static final int BYTES = 64;
  static final int MAGIC_BYTES = 8;

  /** Grows with each change that older readers would misread. */
  static final int VERSION = 2;

  /** No text begins so, and a transfer that changes line ends destroys it. */
  private static final byte[] MAGIC = {(byte) 0x8f, 'O', 'C', 'T', 'E', 'T', '\r', '\n'};

  private static final int VERSION_AT = 8;
  private static final int OPTIONS_AT = 12;
  private static final int PROGRAM_AT = 16;
  private static final int ZERO_AT = 24;
  private static final int CHECKSUM_AT = 32;
  private static final int CHECKED_FROM = 40;
  private static final int ALIGNMENT = 64;
  private static final long CHUNK = 1 << 18;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static boolean isMagic(ByteBuffer start) {
    return start.equals(ByteBuffer.wrap(MAGIC));
  }

  /** Where the program begins behind options of this length. */
  static long programStart(int optionBytes) {
    return ((long) BYTES + optionBytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  long fileBytes() {
    return programStart(optionBytes) + programBytes;
  }

  /**
   * The bytes of the header.
   *
   * @param file everything behind the header; what stands in the header's place is not looked at
   */
  ByteBuffer encode(MemorySegment file) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(VERSION).putInt(optionBytes).putLong(programBytes).putLong(0);
    bytes.putLong(checksum(MemorySegment.ofArray(bytes.array()), file));
    return bytes.position(0);
  }

  /**
   * Reads the header of a file and holds it to the file's length.
   *
   * @throws FormatException if it is another kind of file, of another version, or of another length
   */
  static FileHeader decode(MemorySegment file, String name) {
    boolean known =
        file.byteSize() >= MAGIC_BYTES
            && Arrays.equals(file.asSlice(0, MAGIC_BYTES).toArray(ValueLayout.JAVA_BYTE), MAGIC);
    if (!known) {
      throw new FormatException(
          name
              + (file.byteSize() == 0 ? " is empty" : " is not a compiled program of Octet's")
              + "; octet compile makes one of a .pt2 file");
    }
    if (file.byteSize() < BYTES) {
      throw cutOff(file.byteSize(), BYTES, name);
    }
    int version = file.get(INT, VERSION_AT);
    if (version != VERSION) {
      throw new FormatException(
          String.format(
              Locale.ROOT,
              "%s has version %s of the format, this Octet reads version %d; compile the program"
                  + " again with this Octet, or load the file with the one that wrote it",
              name,
              Integer.toUnsignedString(version),
              VERSION));
    }
    int options = file.get(INT, OPTIONS_AT);
    long program = file.get(LONG, PROGRAM_AT);
    if (options < 0
        || program < 0
        || program > Long.MAX_VALUE / 2
        || file.get(LONG, ZERO_AT) != 0) {
      throw damaged(name, "its header is not one that Octet writes");
    }
    FileHeader header = new FileHeader(options, program);
    if (file.byteSize() < header.fileBytes()) {
      throw cutOff(file.byteSize(), header.fileBytes(), name);
    }
    if (file.byteSize() > header.fileBytes()) {
      throw damaged(
          name, (file.byteSize() - header.fileBytes()) + " bytes follow where it should end");
    }
    return header;
  }

  /**
   * Compares the checksum.
   *
   * @throws FormatException if it is that of other bytes
   */
  void verify(MemorySegment file, String name) {
    if (file.get(LONG, CHECKSUM_AT) != checksum(file, file)) {
      throw damaged(name, "its checksum is not the one that it was written with");
    }
  }

  /** CRC-32C in the lower half, CRC-32 in the upper. */
  private static long checksum(MemorySegment header, MemorySegment file) {
    Checksum castagnoli = new CRC32C();
    Checksum ethernet = new CRC32();
    for (Checksum checksum : List.of(castagnoli, ethernet)) {
      checksum.update(header.asSlice(0, CHECKSUM_AT).asByteBuffer());
      checksum.update(header.asSlice(CHECKED_FROM, BYTES - CHECKED_FROM).asByteBuffer());
    }
    for (long at = BYTES; at < file.byteSize(); at += CHUNK) {
      // The second finds in the cache what the first has read.
      MemorySegment chunk = file.asSlice(at, Math.min(CHUNK, file.byteSize() - at));
      castagnoli.update(chunk.asByteBuffer());
      ethernet.update(chunk.asByteBuffer());
    }
    return castagnoli.getValue() | ethernet.getValue() << Integer.SIZE;
  }

  private static FormatException cutOff(long found, long expected, String name) {
    return new FormatException(
        String.format(
            Locale.ROOT,
            "%s is cut off: it has %,d bytes and should have %,d; copy it again",
            name,
            found,
            expected));
  }

  private static FormatException damaged(String name, String how) {
    return new FormatException(name + " is damaged: " + how + "; copy it or compile it again");
  }
}
