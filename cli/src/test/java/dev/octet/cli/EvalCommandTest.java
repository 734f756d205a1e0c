package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

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
import org.junit.jupiter.params.provider.ValueSource;

/** Labels and the numbers that pixels are turned by, of {@code octet eval}. */
final class EvalCommandTest {
  @TempDir private Path folder;

  private Path model = Path.of("");
  private Path images = Path.of("");
  private Path labels = Path.of("");

  @BeforeEach
  void writeFiles() {
    model = SmallNetwork.write(folder.resolve("model.pt2"), false);
    images = SmallNetwork.writeImages(folder.resolve("images.npy"), 4);
    labels = folder.resolve("y.npy");
  }

  private CommandTrial eval(String... options) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("eval", model, "--images", images, "--labels", labels, "--threads=1"));
    arguments.addAll(List.of(options));
    return CommandTrial.run(arguments.toArray());
  }

  private void writeLabels(DType type, Shape shape, double... values) {
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    Npy.write(labels, tensor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT64", "INT32", "UINT8", "FLOAT32", "FLOAT64"})
  void labelsAreIntegersOrWholeNumbers(String type) {
    writeLabels(DType.valueOf(type), Shape.of(4), 0, 1, 4, 2);
    CommandTrial trial = eval();
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(trial.out()).contains("of 4)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FLOAT32|0.5|label 2, counted from 0, is 0.5, expected a whole number",
        "FLOAT64|NaN|label 2, counted from 0, is NaN, expected a whole number",
        "FLOAT64|Infinity|label 2, counted from 0, is Infinity, expected a whole number",
        "INT64|-1|label 2, counted from 0, is -1, expected a class, which is at least 0",
        "INT64|5|label 2, counted from 0, is 5, expected one of the program's classes, 0 to 4",
        "FLOAT32|20|label 2, counted from 0, is 20, expected one of the program's classes",
      })
  void labelThatIsNoClassIsNamed(DType type, double value, String message) {
    writeLabels(type, Shape.of(4), 0, 1, value, 2);
    CommandTrial trial = eval();
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains(labels + ": " + message);
    assertThat(trial.out()).isEmpty();
    CommandTrial before = eval("--limit=2");
    assertWithMessage(before.err()).that(before.exitCode()).isEqualTo(ExitCodes.OK);
  }

  @Test
  void labelsHaveOneDimensionOfTheSameLength() {
    for (Shape shape : List.of(Shape.of(4, 1), Shape.of(1, 4), Shape.of(3), Shape.SCALAR)) {
      writeLabels(DType.INT64, shape);
      CommandTrial trial = eval();
      assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
      assertThat(trial.err()).contains("s64" + shape);
      assertThat(trial.err()).contains("expected one label for each image, [4]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "--scale=0|'0' is 0",
        "--scale=1/0|'1/0' is Infinity, expected a finite number",
        "--scale=0/0|'0/0' is NaN",
        "--scale=NaN|'NaN' is NaN",
        "--scale=1e300|'1e300' is 1.0E300, expected a finite number of float32's range",
        "--scale=1e-300|'1e-300' is 0, expected another number",
        "--scale=half|'half' is no number",
        "--std=1,0,1|'0' is 0",
        "--std=inf|'inf' is no number",
        "--std=Infinity|'Infinity' is Infinity",
        "--mean=0,NaN,0|'NaN' is NaN",
        "--mean=-Infinity|'-Infinity' is -Infinity",
      })
  void numbersThatPixelsCannotBeTurnedByAreUsageErrors(String option, String message) {
    writeLabels(DType.INT64, Shape.of(4));
    CommandTrial trial = eval(option);
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(trial.err()).contains(message);
    assertThat(trial.err()).contains(option.substring(0, option.indexOf('=')));
  }

  @Test
  void meansMayBeZeroAndScalesNegative() {
    writeLabels(DType.INT64, Shape.of(4));
    CommandTrial trial = eval("--scale=-1/255", "--mean=0,0.5,-1", "--std=0.5");
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
  }
}
