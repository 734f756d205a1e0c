package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramStoreTest {
  private static final ProgramKey KEY =
      ProgramKey.of(DeviceDescription.builder().build(), "options", "source");
  private static final byte[] BINARY = {1, 2, 3, 4, 5};

  @TempDir private Path folder;

  @Test
  void whatWasPutIsGot() {
    ProgramStore store = new ProgramStore(folder.resolve("new/folder"));
    assertThat(store.get(KEY)).isEmpty();
    store.put(KEY, BINARY);
    assertThat(store.get(KEY)).hasValue(BINARY);
    store.put(KEY, new byte[] {7});
    assertThat(new ProgramStore(folder.resolve("new/folder")).get(KEY)).hasValue(new byte[] {7});
  }

  @Test
  void nothingElseIsLeftInTheFolder() throws IOException {
    new ProgramStore(folder).put(KEY, BINARY);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(folder.resolve(KEY.text() + ".bin"));
    }
  }

  @Test
  void anEntryWithAWrongByteIsNotUsed() throws IOException {
    ProgramStore store = new ProgramStore(folder);
    store.put(KEY, BINARY);
    byte[] file = Files.readAllBytes(store.path(KEY));
    for (int i = 0; i < file.length; i++) {
      file[i] ^= 1;
      Files.write(store.path(KEY), file);
      assertThat(store.get(KEY)).isEmpty();
      file[i] ^= 1;
    }
    Files.write(store.path(KEY), file);
    assertThat(store.get(KEY)).hasValue(BINARY);
  }

  @Test
  void anEntryThatIsCutOffIsNotUsed() throws IOException {
    ProgramStore store = new ProgramStore(folder);
    store.put(KEY, BINARY);
    byte[] file = Files.readAllBytes(store.path(KEY));
    for (int length = 0; length < file.length; length++) {
      Files.write(store.path(KEY), Arrays.copyOf(file, length));
      assertThat(store.get(KEY)).isEmpty();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoErrorAndIsReportedOnce() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    List<String> records = new ArrayList<>();
    ProgramStore store =
        new ProgramStore(file.resolve("below a file"), new RecordingLogger(records));
    store.put(KEY, BINARY);
    store.put(KEY, BINARY);
    assertThat(store.get(KEY)).isEmpty();
    assertThat(records).hasSize(1);
    assertThat(records.getFirst()).startsWith("DEBUG programs are not kept in {0}");
  }

  private record RecordingLogger(List<String> records) implements System.Logger {
    @Override
    public String getName() {
      return "recording";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      records.add(level + " " + message);
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... parameters) {
      records.add(level + " " + format);
    }
  }

  /** What the property makes of it. */
  private static Optional<ProgramStore> withProperty(String value) {
    String before = System.getProperty(ProgramStore.FOLDER_PROPERTY);
    System.setProperty(ProgramStore.FOLDER_PROPERTY, value);
    try {
      return ProgramStore.ofUser();
    } finally {
      if (before == null) {
        System.clearProperty(ProgramStore.FOLDER_PROPERTY);
      } else {
        System.setProperty(ProgramStore.FOLDER_PROPERTY, before);
      }
    }
  }

  @Test
  void thePropertyNamesTheFolder() {
    ProgramStore store = withProperty(folder.toString()).orElseThrow();
    assertThat((Object) store.path(KEY).getParent()).isEqualTo(folder);
  }

  @Test
  void thePropertySwitchesItOff() {
    assertThat(withProperty("none")).isEmpty();
  }
}
