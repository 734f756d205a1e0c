package dev.octet.lowering.archive;

import dev.octet.program.FormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The first 64 bytes of a compiled file, numbers in little-endian order: eight bytes that tell the
 * format, its version (int), the length of the options (int), the length of the program (long),
 * eight zeros, and the SHA-256 of all other bytes of the file. The options follow; zeros fill up to
 * the program, which begins at a multiple of 64 and ends the file.
 *
 * @param optionBytes from 0
 * @param programBytes from 0
 */
record FileHeader(int optionBytes, long programBytes) {
  static final int BYTES = 64;
  static final int MAGIC_BYTES = 8;

  /** Grows with each change that older readers would misread. */
  static final int VERSION = 1;

  /** No text begins so, and a transfer that changes line ends destroys it. */
  private static final byte[] MAGIC = {(byte) 0x8f, 'O', 'C', 'T', 'E', 'T', '\r', '\n'};

  private static final int VERSION_AT = 8;
  private static final int OPTIONS_AT = 12;
  private static final int PROGRAM_AT = 16;
  private static final int ZERO_AT = 24;
  private static final int DIGEST_AT = 32;
  private static final int DIGEST_BYTES = 32;
  private static final int ALIGNMENT = 64;
  private static final long CHUNK = 1 << 26;

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
    bytes.put(digest(MemorySegment.ofArray(bytes.array()), file));
    return bytes.flip();
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
    byte[] expected = file.asSlice(DIGEST_AT, DIGEST_BYTES).toArray(ValueLayout.JAVA_BYTE);
    if (!MessageDigest.isEqual(expected, digest(file, file))) {
      throw damaged(name, "its SHA-256 is not the one that it was written with");
    }
  }

  private static byte[] digest(MemorySegment header, MemorySegment file) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    digest.update(header.asSlice(0, DIGEST_AT).asByteBuffer());
    for (long at = BYTES; at < file.byteSize(); at += CHUNK) {
      digest.update(file.asSlice(at, Math.min(CHUNK, file.byteSize() - at)).asByteBuffer());
    }
    return digest.digest();
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
