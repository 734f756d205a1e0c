package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.export.Export;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that take or give numbers and None beside tensors. */
final class BesideTensorsTest {
  private static final String LITERALS =
      """
      graph(%x: f32[2, 3]) {
        %sum = aten.add.Tensor(%x, %x)
        %neg = aten.neg.default(%sum)
        return None, %sum, 3, %neg, True, 2.5
      }
      """;

  /** The symbol is written in full, as PyTorch says less of numbers than of sizes. */
  private static final String NUMBER =
      """
      graph(%x: f32[2, 3], %n: int(Symbol('s86', integer=True))) {
        %y = aten.add.Tensor(%x, %n)
        return %y
      }
      """;

  @TempDir private Path folder;
  private Path x = Path.of("");

  @BeforeEach
  void writeInput() {
    x = folder.resolve("x.npy");
    Npy.write(x, Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
  }

  private Path model(String text) {
    return ParsedProgram.write(folder.resolve("m.pt2"), text);
  }

  private static CommandTrial succeeds(Object... arguments) {
    CommandTrial trial = CommandTrial.run(arguments);
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    return trial;
  }

  private static String refused(Object... arguments) {
    CommandTrial trial = CommandTrial.run(arguments);
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    return trial.err();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void literalOutputsKeepTheirNumbersAndArePrinted(String engine) {
    Path results = folder.resolve("results");
    CommandTrial trial =
        succeeds("run", model(LITERALS), "--input", x, "--out-dir", results, "--engine", engine);
    assertThat(trial.out().lines().toList())
        .containsExactly(
            "output 0 is None",
            results.resolve("output1.npy") + " f32[2, 3]",
            "output 2 is 3",
            results.resolve("output3.npy") + " f32[2, 3]",
            "output 4 is True",
            "output 5 is 2.5")
        .inOrder();
    assertThat(Npy.read(results.resolve("output3.npy")).toFloatArray()[5]).isEqualTo(-12f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void quantizedProgramsKeepLiteralOutputs(String engine) {
    Path model = model(LITERALS);
    Path quantized = folder.resolve("q.pt2");
    succeeds(
        "quantize",
        model,
        "--quantizer",
        "xpu",
        "--calibrate",
        x,
        "--out",
        quantized,
        "--engine",
        engine);
    var outputs = Export.read(quantized).userOutputs();
    for (int i : new int[] {0, 2, 4, 5}) {
      assertThat(outputs.get(i)).isEqualTo(Export.read(model).userOutputs().get(i));
    }
  }

  @Test
  void inspectNamesLiteralsAndSymbols() {
    assertThat(succeeds("inspect", model(LITERALS)).out().lines().map(String::strip))
        .containsAtLeast("output      None", "output      3", "output      True");
    String text = succeeds("inspect", model(NUMBER)).out();
    assertThat(text).contains("input       %n int(s86)");
    assertThat(text).doesNotContain("Symbol(");
  }

  @Test
  void numbersAreRefusedByWhateverCompiles() {
    Path model = model(NUMBER);
    Path out = folder.resolve("m.octet");
    List<Object[]> commands =
        List.of(
            new Object[] {"compile", model, "--out", out},
            new Object[] {"ledger", model},
            new Object[] {"bench", model},
            new Object[] {"bench", model, "--quantizer", "x86"},
            new Object[] {"run", model, "--input", x + "," + x, "--out-dir", folder});
    for (Object[] command : commands) {
      assertThat(refused(command))
          .contains("input %n is a number, and compiled programs take no numbers");
    }
    assertThat(Files.exists(out)).isFalse();
  }

  @Test
  void noMultiplyAddsAreNoCoverage() {
    Path model = model(LITERALS);
    Path out = folder.resolve("m.octet");
    assertThat(succeeds("compile", model, "--out", out).out())
        .containsMatch("kernels, no multiply-adds, ");
    assertThat(succeeds("ledger", model).out()).contains("without a kernel, no multiply-adds, ");
    assertThat(succeeds("bench", model, "--runs", 1).out()).contains("  no multiply-adds");
  }
}
