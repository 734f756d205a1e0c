package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Closing frees everything, and running keeps nothing. {@code -Doctet.memory.rounds=10000
 * -Doctet.memory.runs=1000000} makes it as long as one likes.
 */
final class ResidentMemoryTest {
  @TempDir private Path folder;

  @Test
  void staysWhereItIs() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.exists(MemoryRounds.STATUS), "resident memory is read from /proc");
    int rounds = Integer.getInteger("octet.memory.rounds", 1200);
    int runs = Integer.getInteger("octet.memory.runs", 20_000);
    Path result = folder.resolve("growth");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    // A heap that is resident from the start: growth is that of native memory.
                    "-Xms96m",
                    "-Xmx96m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:+UseSerialGC",
                    // The second compiler takes megabytes whenever a busy machine lets it work.
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MemoryRounds.class.getName(),
                    Integer.toString(rounds),
                    Integer.toString(runs),
                    result.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(folder.resolve("output"))).isEmpty();
    List<String> growth = Splitter.on(' ').splitToList(Files.readString(result));
    // Each round packs weights and makes primitives and frames of some 60 kB.
    assertThat(Long.parseLong(growth.get(0))).isLessThan(rounds / 2 * 20_000L);
    assertThat(Long.parseLong(growth.get(1))).isLessThan(8_000_000 + runs / 2 * 16L);
    // Twenty megabytes of constants are made in the second half of each.
    assertThat(Long.parseLong(growth.get(2))).isLessThan(8_000_000L);
    assertThat(Long.parseLong(growth.get(3))).isLessThan(8_000_000L);
  }
}
