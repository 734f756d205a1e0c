package dev.octet.export.pt2;

import com.google.common.hash.Hashing;
import com.google.common.primitives.Longs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a zip as PyTorch lays it out: records stored, each payload at a multiple of 64 bytes
 * (filled by the extra field {@code FB}), no times, 64-bit fields only where they are needed. The
 * same records give the same bytes.
 */
final class ZipWriter {
  private static final int ALIGNMENT = 64;
  private static final long LIMIT = 0xffffffffL;
  private static final int UTF8 = 0x0800;
  private static final long CHUNK = 1 << 26;

  private final WritableByteChannel channel;
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private final ByteArrayOutputStream names = new ByteArrayOutputStream();
  private final ByteArrayOutputStream contents = new ByteArrayOutputStream();
  private long position;
  private long count;

  ZipWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  void add(String name, String text) throws IOException {
    add(name, MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
  }

  void add(String name, MemorySegment content) throws IOException {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    int crc = Checksums.crc32(content);
    long size = content.byteSize();
    names.writeBytes(nameBytes);
    names.write(0);
    contents.writeBytes(Longs.toByteArray((long) crc));
    contents.writeBytes(Longs.toByteArray(size));
    long header = position;
    boolean big = size >= LIMIT;
    int wide = big ? 4 + 16 : 0;
    long start = header + 30 + nameBytes.length + wide + 4;
    int filler = (int) ((ALIGNMENT - start % ALIGNMENT) % ALIGNMENT);
    ByteBuffer local = buffer(30 + nameBytes.length + wide + 4 + filler);
    local
        .putInt(0x04034b50)
        .putShort((short) (big ? 45 : 20))
        .putShort((short) UTF8)
        .putShort((short) 0)
        .putInt(0)
        .putInt(crc);
    local.putInt((int) Math.min(size, LIMIT)).putInt((int) Math.min(size, LIMIT));
    local.putShort((short) nameBytes.length).putShort((short) (wide + 4 + filler)).put(nameBytes);
    if (big) {
      local.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
    }
    byte[] padding = new byte[filler];
    Arrays.fill(padding, (byte) 'Z');
    local.put((byte) 'F').put((byte) 'B').putShort((short) filler).put(padding);
    write(local.flip());
    for (long at = 0; at < size; at += CHUNK) {
      write(content.asSlice(at, Math.min(CHUNK, size - at)).asByteBuffer());
    }
    enter(nameBytes, crc, size, header);
  }

  private void enter(byte[] name, int crc, long size, long header) {
    int extra = (size >= LIMIT ? 16 : 0) + (header >= LIMIT ? 8 : 0);
    byte[] bytes = new byte[46 + name.length + (extra == 0 ? 0 : 4 + extra)];
    ByteBuffer entry = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    entry
        .putInt(0x02014b50)
        .putShort((short) (extra == 0 ? 20 : 45))
        .putShort((short) (extra == 0 ? 20 : 45))
        .putShort((short) UTF8);
    entry
        .putShort((short) 0)
        .putInt(0)
        .putInt(crc)
        .putInt((int) Math.min(size, LIMIT))
        .putInt((int) Math.min(size, LIMIT));
    entry
        .putShort((short) name.length)
        .putShort((short) (extra == 0 ? 0 : 4 + extra))
        .putShort((short) 0)
        .putShort((short) 0);
    entry.putShort((short) 0).putInt(0).putInt((int) Math.min(header, LIMIT)).put(name);
    if (extra > 0) {
      entry.putShort((short) 1).putShort((short) extra);
      if (size >= LIMIT) {
        entry.putLong(size).putLong(size);
      }
      if (header >= LIMIT) {
        entry.putLong(header);
      }
    }
    directory.writeBytes(bytes);
    count++;
  }

  /**
   * Forty digits that depend on the names and contents so far, in the form that PyTorch gives its
   * archives.
   */
  String serializationId() {
    return digits(names) + digits(contents);
  }

  private static String digits(ByteArrayOutputStream bytes) {
    String digits = Long.toUnsignedString(Hashing.sha256().hashBytes(bytes.toByteArray()).asLong());
    return "0".repeat(20 - digits.length()) + digits;
  }

  /** Writes the directory. Nothing may be added afterwards; the channel stays open. */
  void finish() throws IOException {
    long start = position;
    write(ByteBuffer.wrap(directory.toByteArray()));
    long size = position - start;
    ByteBuffer end = buffer(56 + 20 + 22);
    end.putInt(0x06064b50)
        .putLong(44)
        .putShort((short) 45)
        .putShort((short) 45)
        .putInt(0)
        .putInt(0);
    end.putLong(count).putLong(count).putLong(size).putLong(start);
    end.putInt(0x07064b50).putInt(0).putLong(start + size).putInt(1);
    short shortCount = (short) Math.min(count, 0xffff);
    end.putInt(0x06054b50)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort(shortCount)
        .putShort(shortCount);
    end.putInt((int) Math.min(size, LIMIT))
        .putInt((int) Math.min(start, LIMIT))
        .putShort((short) 0);
    write(end.flip());
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void write(ByteBuffer bytes) throws IOException {
    position += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
