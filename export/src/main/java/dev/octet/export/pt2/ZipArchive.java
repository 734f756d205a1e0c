package dev.octet.export.pt2;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A zip file in memory, by its central directory. Stored records are slices of the file: PyTorch
 * writes them with trailing data descriptors, which streaming readers refuse, and mapping needs
 * their place. Checksums are compared only where asked.
 */
final class ZipArchive {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int END_BYTES = 22;
  private static final int HEADER_BYTES = 46;
  private static final int MAX_COMMENT = 0xffff;
  private static final int ZIP64_EXTRA = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** A directory entry; the payload lies behind the local header at {@code header}. */
  record Entry(String name, int flags, int method, int crc, long packed, long size, long header) {}

  /** Where the directory lies and how many entries it says it has. */
  private record Place(long offset, long size, long count) {}

  private final MemorySegment file;
  private final String name;
  private final ReadLimits limits;
  private final InflateBudget budget;
  private final ImmutableMap<String, Entry> entries;

  private ZipArchive(
      MemorySegment file,
      String name,
      ReadLimits limits,
      InflateBudget budget,
      ImmutableMap<String, Entry> entries) {
    this.file = file;
    this.name = name;
    this.limits = limits;
    this.budget = budget;
    this.entries = entries;
  }

  /** True if the bytes end as a zip file does. */
  static boolean isZip(MemorySegment file) {
    return findEnd(file) >= 0;
  }

  /**
   * Reads the directory.
   *
   * @param name how messages call the file
   * @throws FormatException if it is damaged or beyond a limit
   */
  static ZipArchive open(MemorySegment file, String name, ReadLimits limits, InflateBudget budget) {
    try {
      Place place = place(file, name);
      ReadLimits.check(place.count, limits.entries(), "entries", name);
      if (place.count < 0
          || place.size < 0
          || place.offset < 0
          || place.offset > file.byteSize() - place.size
          || place.count > place.size / HEADER_BYTES) {
        throw damaged(
            name, "its zip directory of " + place.count + " records lies outside the file");
      }
      return new ZipArchive(
          file,
          name,
          limits,
          budget,
          directory(file.asSlice(place.offset, place.size), place.count, name, limits));
    } catch (IndexOutOfBoundsException e) {
      throw new FormatException(
          name + ": the zip directory is damaged or cut off; fetch or export the file again", e);
    }
  }

  private static long findEnd(MemorySegment file) {
    long last = file.byteSize() - END_BYTES;
    for (long at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
      if (file.get(INT, at) == 0x06054b50 && unsigned(file.get(SHORT, at + 20)) <= last - at) {
        return at;
      }
    }
    return -1;
  }

  private static Place place(MemorySegment file, String name) {
    long end = findEnd(file);
    if (end < 0) {
      throw damaged(name, "no zip directory was found");
    }
    long locator = end - 20;
    if (locator >= 0 && file.get(INT, locator) == 0x07064b50) {
      long record = file.get(LONG, locator + 8);
      if (record < 0 || record > file.byteSize() - 56 || file.get(INT, record) != 0x06064b50) {
        throw damaged(name, "its 64-bit zip directory record is missing");
      }
      return new Place(
          file.get(LONG, record + 48), file.get(LONG, record + 40), file.get(LONG, record + 32));
    }
    return new Place(
        Integer.toUnsignedLong(file.get(INT, end + 16)),
        Integer.toUnsignedLong(file.get(INT, end + 12)),
        unsigned(file.get(SHORT, end + 10)));
  }

  private static ImmutableMap<String, Entry> directory(
      MemorySegment directory, long count, String name, ReadLimits limits) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    long at = 0;
    for (long i = 0; i < count; i++) {
      if (directory.get(INT, at) != 0x02014b50) {
        throw damaged(name, "record " + i + " of its zip directory does not begin as it must");
      }
      int nameLength = unsigned(directory.get(SHORT, at + 28));
      int extraLength = unsigned(directory.get(SHORT, at + 30));
      int commentLength = unsigned(directory.get(SHORT, at + 32));
      Entry entry =
          entry(
              directory,
              at,
              nameLength,
              directory.asSlice(at + HEADER_BYTES + nameLength, extraLength));
      if (entry.size < 0 || entry.packed < 0 || entry.header < 0) {
        throw damaged(name, "record '" + entry.name + "' has a negative size or place");
      }
      ReadLimits.check(
          entry.size, limits.entryBytes(), "entryBytes", name + ", record '" + entry.name + "'");
      if (entries.put(entry.name, entry) != null) {
        throw damaged(name, "record '" + entry.name + "' is there twice");
      }
      at += HEADER_BYTES + nameLength + extraLength + commentLength;
    }
    return ImmutableMap.copyOf(entries);
  }

  private static Entry entry(
      MemorySegment directory, long at, int nameLength, MemorySegment extra) {
    long packed = Integer.toUnsignedLong(directory.get(INT, at + 20));
    long size = Integer.toUnsignedLong(directory.get(INT, at + 24));
    long header = Integer.toUnsignedLong(directory.get(INT, at + 42));
    long field = 0;
    while (field + 4 <= extra.byteSize()) {
      int length = unsigned(extra.get(SHORT, field + 2));
      if (unsigned(extra.get(SHORT, field)) == ZIP64_EXTRA) {
        long next = field + 4;
        if (size == 0xffffffffL) {
          size = extra.get(LONG, next);
          next += 8;
        }
        if (packed == 0xffffffffL) {
          packed = extra.get(LONG, next);
          next += 8;
        }
        if (header == 0xffffffffL) {
          header = extra.get(LONG, next);
        }
      }
      field += 4 + length;
    }
    String name =
        new String(
            directory.asSlice(at + HEADER_BYTES, nameLength).toArray(ValueLayout.JAVA_BYTE),
            StandardCharsets.UTF_8);
    return new Entry(
        name,
        unsigned(directory.get(SHORT, at + 8)),
        unsigned(directory.get(SHORT, at + 10)),
        directory.get(INT, at + 16),
        packed,
        size,
        header);
  }

  private static int unsigned(short value) {
    return Short.toUnsignedInt(value);
  }

  /** How messages call the file. */
  String name() {
    return name;
  }

  ReadLimits limits() {
    return limits;
  }

  InflateBudget budget() {
    return budget;
  }

  /** In the order of the directory. */
  ImmutableList<Entry> entries() {
    return entries.values().asList();
  }

  Optional<Entry> find(String entry) {
    return Optional.ofNullable(entries.get(entry));
  }

  boolean has(String entry) {
    return entries.containsKey(entry);
  }

  /** True if any entry's name starts so. */
  boolean hasUnder(String prefix) {
    return entries.keySet().stream().anyMatch(e -> e.startsWith(prefix));
  }

  /**
   * The content of a record: a slice of the file if it is stored, unpacked into the arena if it is
   * compressed. The checksum of a compressed record is always compared, that of a stored one if
   * {@code checked}.
   *
   * @throws FormatException if there is no such record or it is damaged
   */
  MemorySegment bytes(String entryName, Arena arena, boolean checked) {
    Entry entry =
        find(entryName).orElseThrow(() -> damaged(name, "record '" + entryName + "' is missing"));
    MemorySegment packed = payload(entry);
    return switch (entry.method) {
      case STORED -> {
        if (entry.packed != entry.size) {
          throw damaged(
              name,
              String.format(
                  Locale.ROOT,
                  "record '%s' is stored with %d bytes but says it has %d",
                  entryName,
                  entry.packed,
                  entry.size));
        }
        if (checked) {
          checkSum(entry, Checksums.crc32(packed));
        }
        yield packed;
      }
      case DEFLATED -> {
        MemorySegment content =
            Inflation.inflate(
                packed, entry.size, arena, budget, name + ", record '" + entryName + "'");
        checkSum(entry, Checksums.crc32(content));
        yield content;
      }
      default ->
          throw new FormatException(
              String.format(
                  Locale.ROOT,
                  "%s: record '%s' is compressed by method %d, only stored and deflated ones are"
                      + " supported; repack the file with zip -0",
                  name,
                  entryName,
                  entry.method));
    };
  }

  private void checkSum(Entry entry, int found) {
    if (found != entry.crc) {
      throw damaged(
          name,
          String.format(
              Locale.ROOT,
              "record '%s' has checksum %08x, its directory says %08x",
              entry.name,
              found,
              entry.crc));
    }
  }

  private MemorySegment payload(Entry entry) {
    if ((entry.flags & 1) != 0) {
      throw new FormatException(
          name + ": record '" + entry.name + "' is encrypted; decrypt the archive first");
    }
    long header = entry.header;
    if (header > file.byteSize() - 30 || file.get(INT, header) != 0x04034b50) {
      throw damaged(name, "record '" + entry.name + "' is not where the directory says");
    }
    long start =
        header
            + 30
            + unsigned(file.get(SHORT, header + 26))
            + unsigned(file.get(SHORT, header + 28));
    if (start > file.byteSize() || entry.packed > file.byteSize() - start) {
      throw damaged(name, "record '" + entry.name + "' reaches beyond the end of the file");
    }
    return file.asSlice(start, entry.packed);
  }

  static FormatException damaged(String name, String what) {
    return new FormatException(name + " is damaged: " + what + "; fetch or export it again");
  }
}
