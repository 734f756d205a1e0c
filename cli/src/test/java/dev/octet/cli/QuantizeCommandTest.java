package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.truth.Correspondence;
import dev.octet.export.Export;
import dev.octet.graph.text.GraphText;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.config.ConfigJson;
import dev.octet.quantizer.config.QuantizerConfiguration;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.tensor.DType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantizeCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path model = Path.of("");
  private Path quantized = Path.of("");

  @BeforeEach
  void writeNetwork() {
    model = SmallNetwork.write(folder.resolve("model.pt2"), true);
    quantized = folder.resolve("q.pt2");
    for (int i = 0; i < 3; i++) {
      SmallNetwork.writeBatch(batch(i), i, 2 + i);
    }
  }

  private Path batch(int i) {
    return folder.resolve("x" + i + ".npy");
  }

  /** Quantizes for x86 with further options. */
  private int quantize(String... options) {
    List<String> all = new ArrayList<>(List.of("quantize", model.toString()));
    all.addAll(List.of("--quantizer", "x86", "--out", quantized.toString()));
    all.addAll(List.of(options));
    return Octet.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
  }

  private void quantizes(String... options) {
    assertWithMessage("%s", err).that(quantize(options)).isEqualTo(ExitCodes.OK);
  }

  private String file(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private String option(String option, String name) {
    return option + "=" + folder.resolve(name);
  }

  @Test
  void programIsQuantizedAndSummarized() throws IOException {
    quantizes(
        "--calibrate=" + batch(0),
        "--calibrate=" + batch(1),
        option("--dump-prepared", "p.json"),
        option("--dump-converted", "c.json"));
    assertThat(out.toString()).contains("q.pt2: quantized for x86, calibrated with 2 batches");
    assertThat(out.toString()).contains("nodes: 3 of 4 quantized");
    assertThat(out.toString()).contains("multiply-adds: 100.0 %");
    assertThat(out.toString()).containsMatch("file: [0-9.]+ KiB, was [0-9.]+ KiB\\R");
    assertThat(file("p.json")).contains("HistogramObserver");
    assertThat(file("c.json")).contains("quantize_per_tensor");
    ExportedProgram read = Export.read(quantized);
    assertThat(read.state().values().stream().map(tensor -> tensor.dtype())).contains(DType.INT8);
    assertThat(read.state()).doesNotContainKey("stem.weight");
  }

  @Test
  void operatorsBecomeArithmeticOnRequest() throws IOException {
    quantizes("--calibrate=" + batch(0), option("--report", "pairs.json"));
    quantizes(
        "--calibrate=" + batch(0),
        "--reference-representation",
        option("--report", "integers.json"));
    String graph = GraphText.print(Export.read(quantized).graph());
    assertThat(graph).doesNotContain("quantized_decomposed");
    assertThat(graph).containsMatch("s32\\[.*\\] = aten.conv2d.default");
    assertThat(file("integers.json")).isEqualTo(file("pairs.json"));
  }

  @Test
  void floatWeightsStayOnRequest() {
    quantizes("--calibrate=" + batch(0), "--keep-float-weights");
    assertThat(Export.read(quantized).state()).containsKey("stem.weight");
  }

  @ParameterizedTest
  @CsvSource({"r.json, '{'", "r.md, '#'"})
  void reportIsWrittenInTheFormOfItsName(String name, String beginning) throws IOException {
    quantizes("--calibrate=" + batch(0), option("--report", name));
    assertThat(file(name)).startsWith(beginning);
    assertThat(file(name)).contains("conv2d");
  }

  @Test
  void threadsDoNotChangeTheResult() throws IOException {
    String[] three = {
      "--calibrate=" + batch(0), "--calibrate=" + batch(1), "--calibrate=" + batch(2)
    };
    quantizes(three[0], three[1], three[2], "--threads=1", option("--dump-prepared", "1.json"));
    quantizes(three[0], three[1], three[2], "--threads=3", option("--dump-prepared", "3.json"));
    assertThat(file("3.json")).isEqualTo(file("1.json"));
  }

  @Test
  void enginesCalibrateToNearlyTheSameScales() throws IOException {
    List<Double> reference = limits("--engine=reference", "r.json");
    List<Double> compiled = limits("--engine=cpu", "c.json");
    assertThat(reference).isNotEmpty();
    assertThat(compiled)
        .comparingElementsUsing(Correspondence.tolerance(1e-5))
        .containsExactlyElementsIn(reference)
        .inOrder();
  }

  /** What the observers have seen. */
  private List<Double> limits(String engine, String name) throws IOException {
    quantizes(
        "--calibrate=" + batch(0), "--preset=minmax", engine, option("--dump-prepared", name));
    List<Double> found = new ArrayList<>();
    Matcher numbers =
        Pattern.compile("\"(?:min_val|max_val)\"\\s*:\\s*(-?[0-9.Ee+-]+)").matcher(file(name));
    while (numbers.find()) {
      found.add(Double.parseDouble(numbers.group(1)));
    }
    return found;
  }

  @Test
  void dynamicQuantizationNeedsNoCalibration() {
    quantizes("--preset=dynamic");
    assertThat(out.toString()).contains("for x86, preset dynamic, without calibration");
    assertThat(GraphText.print(Export.read(quantized).graph())).contains("choose_qparams");
  }

  @Test
  void configurationGivesWhatItsPresetGives() throws IOException {
    Path config = folder.resolve("config.json");
    ConfigJson.write(
        QuantizerConfiguration.of("x86", X86InductorQuantizer.preset(X86Preset.MINMAX).rules()),
        config);
    quantizes("--calibrate=" + batch(0), "--preset=minmax", option("--dump-prepared", "1.json"));
    quantizes("--calibrate=" + batch(0), "--config=" + config, option("--dump-prepared", "2.json"));
    assertThat(file("1.json")).contains("\"MinMaxObserver\"");
    assertThat(file("2.json")).isEqualTo(file("1.json"));
  }

  @Test
  void lastBatchOfImagesIsSmallerWhereTheSizeIsFree() throws IOException {
    Path images = SmallNetwork.writeImages(folder.resolve("images.npy"), 5);
    quantizes("--calibrate-images=" + images, "--batch=2", option("--dump-prepared", "2.json"));
    assertThat(out.toString()).contains("calibrated with 3 batches");
    assertThat(out.toString()).doesNotContain("left out");
    quantizes(
        "--calibrate-images=" + images,
        "--batch=5",
        "--preset=minmax",
        option("--dump-prepared", "5.json"));
    quantizes(
        "--calibrate-images=" + images,
        "--batch=2",
        "--preset=minmax",
        option("--dump-prepared", "2.json"));
    assertThat(file("2.json")).isEqualTo(file("5.json"));
  }

  @Test
  void imagesThatFillNoBatchAreLeftOutAndCounted() {
    model = SmallNetwork.write(folder.resolve("fixed.pt2"), false);
    Path images = SmallNetwork.writeImages(folder.resolve("images.npy"), 5);
    quantizes("--calibrate-images=" + images);
    assertThat(out.toString()).contains("calibrated with 2 batches");
    assertThat(out.toString()).contains("images left out, as they do not fill a batch: 1");
  }

  @Test
  void allowUncalibratedLetsConvertGoOn() {
    assertThat(quantize()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(Files.exists(quantized)).isFalse();
    quantizes("--allow-uncalibrated");
    assertThat(Files.exists(quantized)).isTrue();
  }

  @Test
  void quantizedProgramIsNotQuantizedAgain() {
    quantizes("--calibrate=" + batch(0));
    model = quantized;
    quantized = folder.resolve("again.pt2");
    assertThat(quantize("--calibrate=" + batch(0))).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(err.toString()).contains("quantized already");
  }
}
