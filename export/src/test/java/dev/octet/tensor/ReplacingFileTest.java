package dev.octet.tensor;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    Path file = folder.resolve("absent/f");
    IOException failure =
        assertThrows(IOException.class, () -> ReplacingFile.writeText(file, "text"));
    assertThat(failure).hasMessageThat().startsWith(file + ": the folder ");
    assertThat(IoReason.of(failure)).isEqualTo("the folder " + file.getParent() + " is not there");
  }

  @Test
  void aFailureNamesTheFileThatWasAskedFor() {
    Path file = folder.resolve("f".repeat(250)); // its temporary name is too long for most systems
    IOException failure =
        assertThrows(IOException.class, () -> ReplacingFile.writeText(file, "text"));
    assertThat(failure).hasMessageThat().startsWith(file + ": ");
    assertThat(failure).hasMessageThat().doesNotContain(".part");
  }

  @Test
  void reasonsNameNoClass() {
    assertThat(IoReason.of(new NoSuchFileException("f"))).isEqualTo("no such file or directory");
    assertThat(IoReason.of(new AccessDeniedException("f"))).isEqualTo("access denied");
    assertThat(IoReason.of(new FileSystemException("f", null, "Is a directory")))
        .isEqualTo("Is a directory");
    assertThat(IoReason.of(new IOException("the disk is full"))).isEqualTo("the disk is full");
  }
}
