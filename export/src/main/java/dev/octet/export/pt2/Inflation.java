package dev.octet.export.pt2;

import dev.octet.program.FormatException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks deflated records into native memory. */
final class Inflation {
  private static final long CHUNK = 1 << 26;

  /** No deflate stream packs better than this. */
  private static final long MAX_RATIO = 1032;

  private Inflation() {}

  static MemorySegment inflate(
      MemorySegment packed, long size, Arena arena, InflateBudget budget, String where) {
    if (size / MAX_RATIO > packed.byteSize()) {
      throw new FormatException(
          String.format(
              Locale.ROOT,
              "%s is damaged: %d bytes cannot unpack to %d",
              where,
              packed.byteSize(),
              size));
    }
    budget.take(packed.byteSize(), size, where);
    MemorySegment result = arena.allocate(Math.max(size, 1), 64).asSlice(0, size);
    Inflater inflater = new Inflater(true);
    try {
      long fed = 0;
      long done = 0;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          if (fed == packed.byteSize()) {
            throw new FormatException(where + " is damaged: its compressed data is cut off");
          }
          long length = Math.min(CHUNK, packed.byteSize() - fed);
          inflater.setInput(packed.asSlice(fed, length).asByteBuffer());
          fed += length;
        }
        // One spare byte, so that a stream that is too long shows itself instead of stalling.
        ByteBuffer output =
            done < size
                ? result.asSlice(done, Math.min(CHUNK, size - done)).asByteBuffer()
                : ByteBuffer.allocate(1);
        int count = inflater.inflate(output);
        done += count;
        if (done > size || inflater.needsDictionary()) {
          throw new FormatException(
              where
                  + " is damaged: it unpacks to more than the "
                  + size
                  + " bytes its directory says");
        }
      }
      if (done != size) {
        throw new FormatException(
            String.format(
                Locale.ROOT,
                "%s is damaged: it unpacks to %d bytes, its directory says %d",
                where,
                done,
                size));
      }
      return result;
    } catch (DataFormatException e) {
      throw new FormatException(where + " is damaged: its compressed data is malformed", e);
    } finally {
      inflater.end();
    }
  }
}
