package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command would write over another of its files, or cannot write, is refused at once. */
final class CommandFilesTest {
  private static final String QUANTIZE = "quantize @model.pt2 --quantizer x86 --calibrate @x.npy";

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    SmallNetwork.write(folder.resolve("model.pt2"), false);
    SmallNetwork.writeBatch(folder.resolve("x.npy"), 1, 2);
    SmallNetwork.writeBatch(folder.resolve("output0.npy"), 1, 2);
    Files.createSymbolicLink(folder.resolve("link.pt2"), folder.resolve("model.pt2"));
    Files.createSymbolicLink(folder.resolve("nowhere.pt2"), folder.resolve("absent.pt2"));
    Files.createDirectory(folder.resolve("empty"));
    Files.writeString(folder.resolve("file"), "a file");
    Files.writeString(folder.resolve("mine.json"), "{\"rules\": []}");
  }

  private CommandTrial run(String line) {
    List<Object> arguments = new ArrayList<>();
    for (String word : Splitter.on(' ').split(line)) {
      arguments.add(word.replace("@", folder + "/"));
    }
    return CommandTrial.run(arguments.toArray());
  }

  private byte[] model() throws IOException {
    return Files.readAllBytes(folder.resolve("model.pt2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        QUANTIZE + " --out @w.md --report @w.md|--out and --report name the same file, ",
        QUANTIZE + " --out @w --dump-prepared @w|--out and --dump-prepared name the same file, ",
        QUANTIZE + " --out @w --dump-converted @empty/../w|--out and --dump-converted name the",
        QUANTIZE
            + " --out @q --report @a.json --dump-prepared @a.json|--dump-prepared and"
            + " --report name the same file",
        QUANTIZE + " --out @model.pt2|--out would overwrite ",
        QUANTIZE + " --out @link.pt2|model.pt2, which MODEL names",
        QUANTIZE + " --out @empty/../model.pt2|which MODEL names; give another name",
        QUANTIZE + " --out @x.npy|which --calibrate names",
        "quantize @model.pt2 --quantizer x86 --calibrate-images @x.npy --out @x.npy|which"
            + " --calibrate-images names",
        QUANTIZE + " --config @mine.json --out @q --dump-converted @mine.json|which --config names",
        QUANTIZE + " --out @nowhere.pt2|is a link to a file that is not there",
        "compile @model.pt2 --out @model.pt2|--out would overwrite",
        "ledger @model.pt2 --json @model.pt2|--json would overwrite",
        "report @model.pt2 --out @r --json @r|--out and --json name the same file",
        "report zoo:resnet18 @model.pt2 --out @model.pt2|which MODEL names",
        "report @model.pt2 --quantizer x86 --calibrate @x.npy --out @x.npy|which --calibrate",
        "inspect @model.pt2 --graph-json @link.pt2|which FILE names",
        "inspect @model.pt2 --graph-json @absent/g.json|--graph-json",
        "export zoo:resnet18 --out @absent/z.pt2|is not there",
        "export zoo:resnet18 --out @empty|is a folder, expected a file",
        "run @model.pt2 --input @output0.npy --out-dir @|--out-dir would overwrite",
        "run @model.pt2 --input @output0.npy --out-dir @empty/..|which --input names",
        "run @model.pt2 --input @absent.npy --out-dir @file|file is not a folder, expected one",
        "run @model.pt2 --input @absent.npy --out-dir @file/deep/er|file is not a folder",
        "run @model.pt2 --input @absent.npy --out-dir @nowhere.pt2|is not a folder, expected one",
      })
  void isRefusedInOneLineBeforeTheWork(String line, String message) throws IOException {
    byte[] before = model();
    CommandTrial trial = run(line);
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err().replace(folder + "/link.pt2", folder + "/model.pt2")).contains(message);
    assertThat(trial.err()).startsWith("octet: ");
    assertThat(trial.err()).doesNotContain("java.");
    assertThat(trial.err().lines().count()).isEqualTo(1);
    assertThat(model()).isEqualTo(before);
    assertThat(Files.exists(folder.resolve("w"))).isFalse();
    assertThat(Files.exists(folder.resolve("q"))).isFalse();
  }

  @Test
  void whatIsNoFileMayBeNamedTwice() {
    CommandTrial trial =
        run(QUANTIZE + " --out @q.pt2 --dump-prepared /dev/null --dump-converted /dev/null");
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
  }

  @Test
  void foldersForResultsAreMade() {
    CommandTrial trial = run("run @model.pt2 --input @x.npy --out-dir @deep/er --threads 1");
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(Files.exists(folder.resolve("deep/er/output0.npy"))).isTrue();
    CommandTrial again = run("run @model.pt2 --input @x.npy --out-dir @deep/er --threads 1");
    assertWithMessage(again.err()).that(again.exitCode()).isEqualTo(ExitCodes.OK);
  }

  @Test
  void aGraphMayBePrintedAndWritten() {
    CommandTrial trial = run("inspect @model.pt2 --text --graph-json @g.json");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(trial.out()).contains("aten.linear.default");
    assertThat(Files.exists(folder.resolve("g.json"))).isTrue();
    assertThat(run("inspect @model.pt2 --graph-json @g.json").out()).isEmpty();
    assertThat(run("inspect --help").out().replaceAll("\\s+", " "))
        .contains("instead of printing tables");
  }
}
