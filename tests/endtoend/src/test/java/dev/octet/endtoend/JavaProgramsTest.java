package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.export.Export;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/java-api.md, run as they stand there. */
final class JavaProgramsTest {
  private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

  @TempDir Path folder;

  @Test
  void aProgramIsReadPrintedRewrittenRunAndWritten() throws IOException, InterruptedException {
    Path written = folder.resolve("approximate.pt2");
    String model = Goldens.program("mlp_gelu_3d").toString();
    String input = Goldens.resource("goldens/mlp_gelu_3d/test_in0.npy").toString();
    List<String> lines = run("ApproximateGelu", model, input, written.toString());
    assertThat(lines.getFirst()).startsWith("graph(");
    float exact = Float.parseFloat(lines.get(lines.size() - 2));
    float approximate = Float.parseFloat(lines.getLast());
    assertThat(approximate).isNotEqualTo(exact);
    assertThat(approximate).isWithin(1e-2f).of(exact);
    assertThat(Export.read(written).graph().toString())
        .isEqualTo(Export.read(Path.of(model)).graph().toString());
  }

  @Test
  void aNetworkInJavaIsTracedWrittenAndRun() throws IOException, InterruptedException {
    List<String> lines = run("Residual", folder.resolve("residual.pt2").toString());
    assertThat(String.join("\n", lines)).contains("aten.conv2d.default(%x, %p_conv_weight");
    assertThat(lines.getLast()).isEqualTo("f32[1, 10]");
  }

  @Test
  void aProgramIsQuantizedAndWrittenInBothForms() throws IOException, InterruptedException {
    Path pairs = folder.resolve("pairs.pt2");
    Path integers = folder.resolve("integers.pt2");
    List<String> lines =
        run(
            "QuantizeForXpu",
            Goldens.program("mlp").toString(),
            pairs.toString(),
            integers.toString(),
            Goldens.resource("goldens/mlp/calib0_in0.npy").toString(),
            Goldens.resource("goldens/mlp/calib1_in0.npy").toString());
    assertThat(lines).contains("nodes: 4 of 5 quantized");
    assertThat(lines.getLast()).isEqualTo("excluded by a rule");
    Tensor[] inputs = Goldens.inputs("mlp").toArray(Tensor[]::new);
    Tensor expected = Export.read(pairs).run(inputs).getFirst();
    Tensor found = Export.read(integers).run(inputs).getFirst();
    assertThat(Goldens.relativeError(expected, found)).isAtMost(1e-2);
  }

  @Test
  void aProgramIsCalibratedByCompiledKernels() throws IOException, InterruptedException {
    Path written = folder.resolve("mlp.x86.pt2");
    List<String> lines =
        run(
            "QuantizeQuickly",
            Goldens.program("mlp").toString(),
            written.toString(),
            Goldens.resource("goldens/mlp/calib0_in0.npy").toString(),
            Goldens.resource("goldens/mlp/calib1_in0.npy").toString());
    assertThat(lines.stream().filter("a batch is done"::equals)).hasSize(2);
    Tensor output =
        Export.read(written).run(Goldens.inputs("mlp").toArray(Tensor[]::new)).getFirst();
    assertThat(Goldens.relativeError(Goldens.outputs("mlp").getFirst(), output)).isAtMost(0.05);
  }

  @Test
  void aProgramIsCompiledRunSavedAndLoaded() throws IOException, InterruptedException {
    Path saved = folder.resolve("mlp.octet");
    String model = Goldens.program("mlp").toString();
    String input = Goldens.resource("goldens/mlp/test_in0.npy").toString();
    List<String> lines = run("CompileAndRun", model, input, saved.toString());
    assertThat(lines).contains("int8 0.0");
    float first = Float.parseFloat(lines.get(lines.size() - 2));
    assertThat(first).isWithin(1e-4f).of(Goldens.outputs("mlp").getFirst().getFloat(0));
    assertThat(Float.parseFloat(lines.getLast())).isWithin(1e-6f).of(first);
    assertThat(Files.exists(saved)).isTrue();
  }

  /** Saves the program of this name to a file and starts it, as {@code java Name.java} does. */
  private List<String> run(String name, String... arguments)
      throws IOException, InterruptedException {
    Matcher programs = PROGRAM.matcher(Document.read("docs/java-api.md").text());
    while (programs.find()) {
      Matcher type = CLASS.matcher(programs.group(1));
      if (type.find() && type.group(1).equals(name)) {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, programs.group(1));
        return start(source, arguments);
      }
    }
    throw new AssertionError("docs/java-api.md has no program " + name);
  }

  private List<String> start(Path source, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), source.toString()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output.txt");
    int exitCode =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertWithMessage(text).that(exitCode).isEqualTo(0);
    return text.strip().lines().toList();
  }
}
