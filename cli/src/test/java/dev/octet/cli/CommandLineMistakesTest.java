package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.base.Splitter;
import dev.octet.tensor.DType;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines that are wrong, and what is said about them: {@code ''} is an empty name. */
final class CommandLineMistakesTest {
  private static final String EVAL = "eval @dynamic.pt2 --images @i.npy --labels @y.npy";

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() {
    SmallNetwork.write(folder.resolve("model.pt2"), false);
    SmallNetwork.write(folder.resolve("dynamic.pt2"), true);
    SmallNetwork.writeBatch(folder.resolve("x.npy"), 1, 2);
    SmallNetwork.writeImages(folder.resolve("i.npy"), 4);
    Npy.write(folder.resolve("y.npy"), Tensor.allocate(DType.INT64, Shape.of(4)));
  }

  private CommandTrial run(String line) {
    List<Object> arguments = new ArrayList<>();
    for (String word : Splitter.on(' ').split(line)) {
      arguments.add(word.equals("''") ? "" : word.replace("@", folder + "/"));
    }
    return CommandTrial.run(arguments.toArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "help|there is no command 'help'",
        "inspect ''|the name is empty, expected that of a file or folder",
        "inspect @model.pt2 --graph-json ''|the name is empty",
        "run @model.pt2 --input @x.npy --out-dir ''|the name is empty",
        "run @model.pt2 --input @x.npy,,@x.npy --out-dir @out|the name is empty",
        "compile '' --out @w.octet|the name is empty",
        "bench ''|the name is empty",
        "quantize @model.pt2 --quantizer x86 --out @q.pt2 --calibrate ''|has an empty name",
        "quantize @model.pt2 --quantizer x86 --out @q.pt2 --calibrate @x.npy,|has an empty name",
        "quantize @model.pt2 --quantizer x86 --out @q.pt2 --calibrate-images @i.npy --batch 0"
            + "|'0' is no number of at least 1",
        EVAL + " --limit 0|'0' is no number of at least 1",
        EVAL + " --batch -1|'-1' is no number of at least 1",
        "report @model.pt2 --out @r.html --batch 2|--batch has no meaning without --quantizer",
        "report @model.pt2 --out @r.html --std 2|--std has no meaning without --quantizer",
      })
  void areUsageErrors(String line, String message) {
    CommandTrial trial = run(line);
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(trial.err()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({"inspect", "explain --quantizer x86"})
  void namesOfTheZooAreNoFiles(String command) {
    CommandTrial trial = run(command + " zoo:resnet18");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains("'octet export zoo:resnet18 --out FILE' writes the network");
  }

  @Test
  void batchesHaveNoMoreImagesThanThereAre() {
    CommandTrial trial = run(EVAL + " --batch 1000000000");
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(trial.out()).contains("of 4)");
  }

  @Test
  void sizesAndBatchesThatContradictEachOtherAreNamed() {
    CommandTrial trial = run("bench @dynamic.pt2 --sizes s6=3 --batch 4 --runs 1");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains("--batch is 4, but --sizes makes the first size 3");
  }
}
