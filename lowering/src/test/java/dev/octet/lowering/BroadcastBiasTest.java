package dev.octet.lowering;

import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a product of matrices adds has one of many shapes; only a row is a bias. */
final class BroadcastBiasTest {
  private static ExportedProgram program(long rows, long columns, String bias) {
    long[] sizes =
        bias.equals("()")
            ? new long[0]
            : java.util.Arrays.stream(bias.split("x")).mapToLong(Long::parseLong).toArray();
    return ProgramSketch.of(
        3,
        at ->
            List.of(
                at.at()
                    .call(
                        OpName.aten("addmm", "default"),
                        at.weights(sizes),
                        at.input(DType.FLOAT32, rows, 5),
                        at.weights(5, columns))));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3, 3x1",
    "3, 3, 1x3",
    "3, 3, 3",
    "3, 3, 3x3",
    "3, 3, 1",
    "4, 1, 4x1",
    "4, 1, 1",
    "2, 1, ()"
  })
  void isAddedWhereItBelongs(long rows, long columns, String bias) {
    ExportedProgram program = program(rows, columns, bias);
    Agreement.check("cpu", program, Target.cpu(), 1e-5);
    Agreement.check("portable", program, Target.cpu().portable(), 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 3x1", "3, 3, 1x3", "3, 3, 3x3", "4, 1, 4x1", "2, 1, ()"})
  void isAddedWhereItBelongsOnADevice(long rows, long columns, String bias) {
    Requires.device();
    Agreement.check("xpu", program(rows, columns, bias), Target.xpu(), 1e-5);
  }
}
