package dev.octet.reliability;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.export.Export;
import dev.octet.lowering.Lowering;
import dev.octet.tensor.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes leaves the old file or the new one. */
final class KilledWriterTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

  @TempDir private Path folder;

  private Process start() throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                folder.toString()))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  @Test
  void filesAreWhole() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(3);
    Path last = folder.resolve("image.npy");
    for (int kill = 0; kill < Rounds.KILLS.count(); kill++) {
      Files.deleteIfExists(last);
      Process process = start();
      long end = System.nanoTime() + PATIENCE;
      while (!Files.exists(last)) {
        assertWithMessage(Files.readString(folder.resolve("output")))
            .that(process.isAlive() && System.nanoTime() < end)
            .isTrue();
        Thread.sleep(5);
      }
      TimeUnit.MICROSECONDS.sleep(random.nextLong(30_000));
      process.destroyForcibly();
      process.waitFor();
      Export.checkIntegrity(folder.resolve("model.pt2"));
      assertThat(Export.read(folder.resolve("model.pt2")).graph().nodes()).isNotEmpty();
      Lowering.load(folder.resolve("model.octet")).close();
      assertThat(Npy.read(last).toFloatArray()).isEqualTo(SmallModel.image(1).toFloatArray());
    }
  }
}
