package dev.octet.reliability;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.common.collect.ImmutableMap;
import dev.octet.export.StateDict;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.quantizer.config.ConfigJson;
import dev.octet.tensor.DType;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Npy;
import dev.octet.tensor.OctetException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A damaged file gives what it still says, or an error of Octet's own that names it: in bounded
 * time, and never a crash. Damaged {@code .pt2} files of all three layouts have a test of their own
 * in {@code export}.
 */
final class ReaderFuzzTest {
  private static final long SLOWEST = 10_000_000_000L;

  /** Reads a file, or throws what Octet throws for it. */
  @FunctionalInterface
  private interface Reader {
    void read(Path file) throws IOException;
  }

  /** Makes damaged bytes. */
  @FunctionalInterface
  private interface Damager {
    byte[] damaged(Damage damage);
  }

  @TempDir private Path folder;

  private void fuzz(String suffix, Damager damager, Reader reader) {
    int count = Rounds.MUTATIONS.count();
    AtomicInteger refused = new AtomicInteger();
    AtomicLong slowest = new AtomicLong();
    IntStream.range(0, count)
        .parallel()
        .forEach(seed -> {
          long start = System.nanoTime();
          if (!reads(damager.damaged(new Damage(seed)), suffix, seed, reader)) {
            refused.incrementAndGet();
          }
          slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        });
    assertWithMessage("refused of %s", count).that(refused.get()).isAtLeast(count / 20);
    assertWithMessage("slowest read in nanoseconds").that(slowest.get()).isLessThan(SLOWEST);
  }

  private boolean reads(byte[] bytes, String suffix, int seed, Reader reader) {
    Path file = folder.resolve(seed + suffix);
    try {
      Files.write(file, bytes);
      reader.read(file);
      return true;
    } catch (InternalException e) {
      return fail("seed " + seed, e);
    } catch (OctetException e) {
      assertWithMessage("seed %s", seed).that(e).hasMessageThat().isNotEmpty();
      return false;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return fail("seed " + seed, e);
    } finally {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        fail("seed " + seed, e);
      }
    }
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Test
  void numpyArrays() throws IOException {
    Npy.write(folder.resolve("a.npy"), Tensor.allocate(DType.FLOAT32, Shape.of(2, 3, 5)));
    byte[] file = bytes("a.npy");
    int header = 10;
    fuzz(
        ".npy",
        damage -> damage.of(file, header, file.length - header - 2 * 3 * 5 * Float.BYTES),
        path -> Npy.read(path).toFloatArray());
  }

  @Test
  void numpyArchives() throws IOException {
    Npy.writeArchive(
        folder.resolve("a.npz"),
        ImmutableMap.of(
            "x", Tensor.of(new long[] {1, 2, 3}, 3),
            "y", Tensor.allocate(DType.UINT8, Shape.of(7, 3))));
    byte[] file = bytes("a.npz");
    fuzz(".npz", damage -> damage.of(file, 0, 0), Npy::readArchive);
  }

  @Test
  void safetensors() {
    String table =
        """
        {"__metadata__":{"format":"pt"},\
        "weight":{"dtype":"F32","shape":[4,3],"data_offsets":[0,48]},\
        "bias":{"dtype":"BF16","shape":[4],"data_offsets":[48,56]},\
        "count":{"dtype":"I64","shape":[],"data_offsets":[56,64]}}\
        """;
    byte[] text = table.getBytes(StandardCharsets.UTF_8);
    byte[] data = new byte[64];
    fuzz(
        ".safetensors",
        damage -> {
          byte[] file =
              ByteBuffer.allocate(Long.BYTES + text.length + data.length)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putLong(text.length)
                  .put(text)
                  .put(data)
                  .array();
          byte[] damaged = damage.of(file, Long.BYTES, text.length);
          int table2 = damaged.length - data.length - Long.BYTES;
          if (damaged.length != file.length && table2 > 0) {
            // So that the table is read as far as it goes.
            ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(0, table2);
          }
          return damaged;
        },
        path ->
            StateDict.read(path)
                .values()
                .forEach(tensor -> assertThat(tensor.toString()).isNotEmpty()));
  }

  @Test
  void quantizerConfigurations() {
    byte[] text =
        """
        {"quantizer": "x86", "rules": [
          {"select": {"glob": "layer?.*"}, "source": "by hand", "config": {
            "input": {"dtype": "uint8", "quant_min": 0, "quant_max": 127,
                      "qscheme": "per_tensor_affine", "observer": {"histogram": {"bins": 2048}}},
            "weight": {"dtype": "int8", "quant_min": -128, "quant_max": 127, "axis": 0,
                       "qscheme": "per_channel_symmetric", "observer": "per_channel_min_max"}}},
          {"select": {"module_name": "head"}, "config": null},
          {"select": {"operator": "aten.linear.default"}, "config": null}
        ]}
        """
            .getBytes(StandardCharsets.UTF_8);
    fuzz(".json", damage -> damage.of(text, 0, text.length), ConfigJson::read);
  }

  /** Most damage of a saved program is found by its checksums; here these are made to fit. */
  @Test
  void savedPrograms() throws IOException {
    Path saved = folder.resolve("m.octet");
    try (CompiledModel model =
        Lowering.compile(SmallModel.quantizedLayer(), Target.cpu().threads(1))) {
      model.save(saved);
    }
    byte[] file = bytes("m.octet");
    int options = SavedProgram.optionBytes(file);
    fuzz(
        ".octet",
        damage -> {
          byte[] damaged = damage.of(file, SavedProgram.headerBytes(), options);
          return SavedProgram.sealed(damaged);
        },
        path -> Lowering.load(path).close());
  }
}
