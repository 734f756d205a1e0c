package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that denies native access is an error of the user, who is told the option. */
final class NativeAccessTest {
  private static final String OPTION = "start it with --enable-native-access=ALL-UNNAMED";

  @TempDir private Path folder;

  /** A process of its own that tries whatever compiles, loads or looks for devices. */
  static final class Attempts {
    private Attempts() {}

    public static void main(String[] arguments) throws IOException {
      Path saved = Path.of(arguments[0]);
      Path result = Path.of(arguments[1]);
      Target target = Target.cpu().threads(1);
      Files.writeString(
          result,
          String.join(
              "\n",
              List.of(
                  attempt(() ->
                      Lowering.compile(CompiledModelTest.fixedBlock(), target.portable()).close()),
                  attempt(() -> Lowering.compile(CompiledModelTest.fixedBlock(), target).close()),
                  attempt(() -> Lowering.evaluator(CompiledModelTest.fixedBlock(), target).close()),
                  attempt(() -> Lowering.load(saved).close()),
                  attempt(() -> Devices.find("any")))));
    }

    private static String attempt(Runnable task) {
      try {
        task.run();
        return "no error";
      } catch (InputException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  @Test
  void denialNamesTheOption() throws IOException, InterruptedException {
    Path saved = folder.resolve("block.octet");
    try (CompiledModel model =
        Lowering.compile(CompiledModelTest.fixedBlock(), Target.cpu().threads(1))) {
      model.save(saved);
    }
    Path result = folder.resolve("result");
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--illegal-native-access=deny",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Attempts.class.getName(),
                    saved.toString(),
                    result.toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertWithMessage(Files.readString(output)).that(process.exitValue()).isEqualTo(0);
    List<String> said = Files.readAllLines(result);
    assertThat(said).hasSize(5);
    for (String message : said) {
      assertThat(message).contains("this JVM denies native access to the class path");
      assertThat(message).endsWith(OPTION);
    }
  }
}
