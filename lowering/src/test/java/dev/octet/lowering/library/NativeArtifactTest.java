package dev.octet.lowering.library;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeArtifactTest {
  private static final String CACHE = "octet.native.cache";
  private static final String PLATFORM = "linux-x86_64";
  private static final NativeArtifact OPENCL =
      new NativeArtifact(
          "opencl",
          "org/bytedeco/opencl",
          "META-INF/maven/org.bytedeco/opencl/pom.xml",
          "some.property");

  @TempDir private Path folder;

  private Path extract(Path cache) {
    System.setProperty(CACHE, cache.toString());
    try {
      return OPENCL.extract(PLATFORM, List.of("libOpenCL.so.1"));
    } finally {
      System.clearProperty(CACHE);
    }
  }

  @Test
  void aLibraryIsExtractedOnce() throws IOException {
    assumeTrue(OPENCL.has(PLATFORM, "libOpenCL.so.1"), "the artifact is not on the class path");
    Path extracted = extract(folder);
    assertThat(extracted.getFileName().toString()).matches("opencl-linux-x86_64-[0-9a-f]{16}");
    Path library = extracted.resolve("libOpenCL.so.1");
    assertThat(Files.size(library)).isGreaterThan(10_000);
    Files.writeString(library, "kept");
    assertThat((Object) extract(folder)).isEqualTo(extracted);
    assertThat(Files.readString(library)).isEqualTo("kept");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedWithWhatToDo() throws IOException {
    assumeTrue(OPENCL.has(PLATFORM, "libOpenCL.so.1"), "the artifact is not on the class path");
    Path file = Files.createFile(folder.resolve("file"));
    InputException e = assertThrows(InputException.class, () -> extract(file));
    assertThat(e)
        .hasMessageThat()
        .contains("libOpenCL.so.1 for linux-x86_64 could not be extracted");
    assertThat(e).hasMessageThat().contains("octet.native.cache");
    assertThat(e).hasMessageThat().contains("some.property");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(OPENCL.has(PLATFORM, "libNothing.so")).isFalse();
  }
}
