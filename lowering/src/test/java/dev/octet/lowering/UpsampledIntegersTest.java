package dev.octet.lowering;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pixels between convolutions of integers, repeated, compiled and on the reference. */
final class UpsampledIntegersTest {
  /** Two convolutions with nearest pixels between them, quantized behind these. */
  private static ExportedProgram repeated(double factor) {
    Grid grid = new Grid(DType.UINT8, 0.05, 61, 0, 127);
    return ProgramSketch.of(
        3,
        at -> {
          Value image = at.rounded(at.input(DType.FLOAT32, 2, 16, 6, 10), grid);
          Value first = at.at().call(AtenOps.CONV2D, image, at.int8Weights(true, 60, 16, 16, 1, 1));
          Value larger =
              at.at().call(AtenOps.UPSAMPLE_NEAREST2D_VEC, first, null, List.of(factor, 2.0));
          Value second =
              at.at()
                  .call(
                      AtenOps.CONV2D,
                      at.rounded(larger, grid),
                      at.int8Weights(true, 60, 8, 16, 1, 1));
          return List.of(at.quantize(second, grid));
        });
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 1.5, 0.5})
  void bytesAreRepeated(double factor) {
    ExportedProgram program = repeated(factor);
    Ledger ledger = Agreement.check("factor " + factor, program, Target.cpu(), 0);
    if (NativeKernels.multiply(program)) {
      LedgerEntry upsample =
          ledger.entries().stream()
              .filter(entry -> entry.kernel().startsWith("upsample"))
              .findFirst()
              .orElseThrow();
      assertWithMessage("%s", ledger).that(upsample.kernel()).isEqualTo("upsample_nearest2d");
      assertWithMessage("%s", ledger).that(upsample.backend()).isEqualTo("generated");
      assertWithMessage("%s", ledger)
          .that(upsample.reads().stream().allMatch(type -> type.startsWith("u8")))
          .isTrue();
      assertWithMessage("%s", ledger).that(ledger.int8Coverage()).isEqualTo(1.0);
    }
  }
}
