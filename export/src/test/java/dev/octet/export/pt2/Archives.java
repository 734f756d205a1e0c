package dev.octet.export.pt2;

import dev.octet.program.ReadLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes archives apart and puts them together again, checksums right. */
final class Archives {
  private Archives() {}

  static Map<String, byte[]> records(byte[] archive) {
    ReadLimits limits = ReadLimits.defaults();
    ZipArchive zip =
        ZipArchive.open(MemorySegment.ofArray(archive), "test", limits, new InflateBudget(limits));
    Map<String, byte[]> records = new LinkedHashMap<>();
    try (Arena arena = Arena.ofConfined()) {
      for (ZipArchive.Entry entry : zip.entries()) {
        records.put(
            entry.name(), zip.bytes(entry.name(), arena, true).toArray(ValueLayout.JAVA_BYTE));
      }
    }
    return records;
  }

  static byte[] archive(Map<String, byte[]> records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ZipWriter zip = new ZipWriter(Channels.newChannel(bytes));
      for (Map.Entry<String, byte[]> record : records.entrySet()) {
        zip.add(record.getKey(), MemorySegment.ofArray(record.getValue()));
      }
      zip.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The archive with one record as given; null leaves it out. */
  static byte[] with(
      byte[] archive, String record, @org.jspecify.annotations.Nullable String text) {
    Map<String, byte[]> records = records(archive);
    if (text == null) {
      records.remove(record);
    } else {
      records.put(record, text.getBytes(StandardCharsets.UTF_8));
    }
    return archive(records);
  }

  /** The archive with a change in the text of one record. */
  static byte[] replace(byte[] archive, String record, String old, String text) {
    String before =
        new String(
            java.util.Objects.requireNonNull(records(archive).get(record), record),
            StandardCharsets.UTF_8);
    if (!before.contains(old)) {
      throw new IllegalArgumentException(record + " has no " + old);
    }
    return with(archive, record, before.replace(old, text));
  }
}
