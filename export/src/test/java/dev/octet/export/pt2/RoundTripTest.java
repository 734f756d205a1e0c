package dev.octet.export.pt2;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.export.Export;
import dev.octet.export.Resources;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written reads back equal, and the same program gives the same bytes. */
final class RoundTripTest {
  @TempDir Path folder;

  static Stream<Path> programs() throws IOException {
    try (Stream<Path> models = Files.walk(Resources.path("goldens"));
        Stream<Path> exports = Files.walk(Resources.path("exports"))) {
      return Stream.concat(models, exports)
          .filter(p -> p.toString().endsWith(".pt2"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void writtenProgramsReadBackEqual(Path path) throws IOException {
    ExportedProgram program = Export.read(path);
    Path written = folder.resolve("written.pt2");
    Export.write(program, written);
    Export.checkIntegrity(written);
    ExportedProgram back = Export.read(written);
    assertThat(back.graph()).isEqualTo(program.graph());
    assertThat(back.inputs()).isEqualTo(program.inputs());
    assertThat(back.outputs()).isEqualTo(program.outputs());
    assertThat(back.ranges()).isEqualTo(program.ranges());
    assertThat(back.inputTree()).isEqualTo(program.inputTree());
    assertThat(back.outputTree()).isEqualTo(program.outputTree());
    assertThat(back.metadata()).isEqualTo(program.metadata());
    assertThat(back.state().keySet()).containsExactlyElementsIn(program.state().keySet());
    program
        .state()
        .forEach((name, tensor) -> {
          Tensor other = Objects.requireNonNull(back.state().get(name));
          assertWithMessage(name).that(other.bitEquals(tensor)).isTrue();
          assertWithMessage(name).that(other.strides()).isEqualTo(tensor.strides());
        });
    Path again = folder.resolve("again.pt2");
    Export.write(back, again);
    assertThat(Files.mismatch(written, again)).isEqualTo(-1);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.toList()).containsExactly(written, again);
    }
  }

  @Test
  void tiedWeightsShareOneRecord() throws IOException {
    Path written = folder.resolve("tied.pt2");
    Export.write(Export.read(Resources.path("exports/tied/model.pt2")), written);
    ExportedProgram back = Export.read(written);
    assertThat(back.state()).hasSize(2);
    assertThat(Archives.records(Files.readAllBytes(written)).keySet())
        .contains("archive/data/weights/weight_0");
    assertThat(Archives.records(Files.readAllBytes(written)).keySet())
        .doesNotContain("archive/data/weights/weight_1");
  }

  @Test
  void payloadsAreAligned() throws IOException {
    Path written = folder.resolve("aligned.pt2");
    Export.write(Export.read(Resources.path("goldens/models/mlp/model.pt2")), written);
    byte[] bytes = Files.readAllBytes(written);
    int records = 0;
    for (int at = 0; bytes[at] == 'P' && bytes[at + 2] == 3; records++) {
      int size =
          (bytes[at + 18] & 0xff) | (bytes[at + 19] & 0xff) << 8 | (bytes[at + 20] & 0xff) << 16;
      int start = at + 30 + (bytes[at + 26] & 0xff) + (bytes[at + 28] & 0xff);
      assertThat(start % 64).isEqualTo(0);
      at = start + size;
    }
    assertThat(records).isAtLeast(10);
  }
}
