package dev.octet.tensor;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplacingFileTest {
  @TempDir private Path folder;

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  @Test
  void theNewFileTakesThePlaceOfTheOldOne() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "a longer text");
    ReplacingFile.writeText(file, "ä");
    assertThat(Files.readString(file)).isEqualTo("ä");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void theOldFileStaysUntilTheNewOneIsWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    assertThrows(
        IOException.class,
        () ->
            ReplacingFile.write(
                file,
                channel -> {
                  channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                  assertThat(Files.readString(file)).isEqualTo("old");
                  throw new IOException("the disk is full");
                }));
    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    ReplacingFile.writeText(link, "new");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.readString(file)).isEqualTo("new");
  }

  @Test
  void whatIsNoFileIsWrittenAsItIs() throws IOException {
    Path sink = Path.of("/dev/null");
    assumeTrue(Files.exists(sink), "this system has no /dev/null");
    ReplacingFile.writeText(sink, "nothing");
    assertThat(Files.isRegularFile(sink)).isFalse();
  }

  @Test
  void aFolderThatIsNotThereIsReported() {
    assertThrows(
        IOException.class, () -> ReplacingFile.writeText(folder.resolve("absent/f"), "text"));
  }
}
