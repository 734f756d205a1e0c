package dev.octet.export.pt2;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.export.Resources;
import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

final class ReadLimitsTest {
  private static final byte[] MLP = Resources.bytes("goldens/models/mlp/model.pt2");

  private static void read(byte[] archive, ReadLimits limits) {
    try (Arena arena = Arena.ofConfined()) {
      Pt2Reader.read(MemorySegment.ofArray(archive), "test.pt2", limits, arena);
    }
  }

  private static void exceeds(byte[] archive, ReadLimits limits, String limit) {
    FormatException e = assertThrows(FormatException.class, () -> read(archive, limits));
    assertThat(e).hasMessageThat().contains("the read limit '" + limit + "'");
    assertThat(e)
        .hasMessageThat()
        .contains("with" + Character.toUpperCase(limit.charAt(0)) + limit.substring(1));
  }

  /** The archive compressed by another tool, as users do. */
  private static byte[] deflated(byte[] archive) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> record : Archives.records(archive).entrySet()) {
        zip.putNextEntry(new ZipEntry(record.getKey()));
        zip.write(record.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void everyLimitIsHeld() throws IOException {
    ReadLimits limits = ReadLimits.defaults();
    exceeds(MLP, limits.withEntries(3), "entries");
    exceeds(MLP, limits.withEntryBytes(100), "entryBytes");
    exceeds(MLP, limits.withJsonBytes(1000), "jsonBytes");
    exceeds(MLP, limits.withJsonDepth(4), "jsonDepth");
    exceeds(MLP, limits.withStringLength(20), "stringLength");
    exceeds(MLP, limits.withNodes(2), "nodes");
    exceeds(MLP, limits.withTensors(6), "tensors");
    exceeds(MLP, limits.withTensorBytes(64), "tensorBytes");
    exceeds(Resources.bytes("goldens/legacy/mlp.flat.pt2"), limits.withPickleOps(10), "pickleOps");
    exceeds(deflated(MLP), limits.withInflatedBytes(1000), "inflatedBytes");
  }

  @Test
  void deflatedArchivesAreRead() throws IOException {
    read(deflated(MLP), ReadLimits.defaults());
  }

  @Test
  void aBombIsRefusedByItsRatio() throws IOException {
    byte[] bomb = deflated(Archives.with(MLP, "model/models/model.json", " ".repeat(5_000_000)));
    exceeds(bomb, ReadLimits.defaults(), "inflateRatio");
  }
}
