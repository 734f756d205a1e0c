package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.base.Splitter;
import dev.octet.tensor.DType;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code octet quantize} says to wrong options and files. */
final class QuantizeMistakesTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeFiles() throws IOException {
    SmallNetwork.write(folder.resolve("model.pt2"), false);
    SmallNetwork.writeBatch(folder.resolve("x.npy"), 1, 2);
    SmallNetwork.writeBatch(folder.resolve("three.npy"), 1, 3);
    SmallNetwork.writeImages(folder.resolve("images.npy"), 4);
    SmallNetwork.writeImages(folder.resolve("one.npy"), 1);
    Tensor bad = Tensor.allocate(DType.FLOAT32, Shape.of(2, 3, 8, 8));
    bad.setDouble(5, Double.NaN);
    Npy.write(folder.resolve("nan.npy"), bad);
    Npy.write(folder.resolve("long.npy"), Tensor.allocate(DType.INT64, Shape.of(2, 3, 8, 8)));
    Files.writeString(folder.resolve("typo.json"), "{\"ruls\": []}");
    Files.writeString(folder.resolve("xpu.json"), "{\"quantizer\": \"xpu\", \"rules\": []}");
    Files.writeString(
        folder.resolve("nothing.json"),
        "{\"rules\": [{\"select\": {\"module_name\": \"steem\"}, \"config\": null}]}");
  }

  private int run(String line) {
    List<String> arguments =
        new ArrayList<>(List.of("quantize", folder.resolve("model.pt2").toString()));
    for (String word : Splitter.on(' ').split(line)) {
      arguments.add(word.replace("@", folder + "/"));
    }
    return Octet.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|--calibrate @x.npy|--quantizer",
        "2|--quantizer x68 --calibrate @x.npy|did you mean 'x86'? Known: x86, xpu",
        "2|--quantizer x86 --preset redcue-range|did you mean 'reduce-range'? Known: default,",
        "2|--quantizer xpu --preset dynamic|Known: default, symmetric",
        "2|--quantizer x86 --preset default --config @typo.json|exclude each other",
        "1|--quantizer x86 --config @typo.json|typo.json: unknown key 'ruls'; did you mean"
            + " 'rules'?",
        "1|--quantizer x86 --config @xpu.json|is for the quantizer 'xpu', but --quantizer is x86",
        "1|--quantizer x86 --config @nothing.json|nearest module paths: stem",
        "1|--quantizer x86 --config @absent.json|absent.json",
        "1|--quantizer x86|calibrat",
        "1|--quantizer x86 --calibrate @absent.npy|absent.npy: no such file",
        "1|--quantizer x86 --calibrate @x.npy,@x.npy|2 files, but the program takes",
        "1|--quantizer x86 --calibrate @x.npy --calibrate @three.npy|batch 1",
        "1|--quantizer x86 --calibrate @long.npy|f32",
        "1|--quantizer x86 --calibrate @nan.npy|NaN",
        "2|--quantizer x86 --calibrate @x.npy --calibrate-images @images.npy|exclude each other",
        "2|--quantizer x86 --calibrate @x.npy --scale 1/127|--scale has no meaning without",
        "2|--quantizer x86 --calibrate @x.npy --batch 2|--batch has no meaning without",
        "2|--quantizer x86 --calibrate @x.npy --threads 0|--threads is 0",
        "2|--quantizer x86 --calibrate @x.npy --threads 8000|8000, expected 1 to 1024",
        "2|--quantizer x86 --calibrate @x.npy --device gpu|--device has no meaning without"
            + " --engine",
        "2|--quantizer x86 --calibrate @x.npy --engine cpu --device 0|--device has no meaning",
        "1|--quantizer x86 --calibrate-images @images.npy --batch 4|exported for batches of 2",
        "1|--quantizer x86 --calibrate-images @one.npy|holds 1 images",
        "1|--quantizer x86 --calibrate-images @x.npy|expected u8",
        "1|--quantizer x86 --calibrate @x.npy --dump-prepared @absent/p.json|--dump-prepared",
        "2|--quantizer x86 --calibrate @x.npy --report @r.txt|.json or .md",
        "1|--quantizer x86 --plugin @absent.jar|absent.jar",
        "1|--quantizer x86 --plugin @x.npy|announces no quantizer",
      })
  void mistakeIsExplainedInOneLine(int exitCode, String options, String message) {
    assertThat(run(options + " --out @q.pt2")).isEqualTo(exitCode);
    assertThat(err.toString()).contains(message);
    assertThat(err.toString()).startsWith("octet: ");
    assertThat(err.toString().lines().count()).isAtMost(exitCode == ExitCodes.USAGE ? 2 : 1);
    assertThat(out.toString()).isEmpty();
    assertThat(Files.exists(folder.resolve("q.pt2"))).isFalse();
  }

  @Test
  void folderThatIsNotThereIsSaidBeforeTheWork() {
    assertThat(run("--quantizer x86 --calibrate @absent.npy --out @absent/q.pt2")).isEqualTo(1);
    assertThat(err.toString()).contains("--out");
    assertThat(err.toString()).contains("is not there");
  }
}
