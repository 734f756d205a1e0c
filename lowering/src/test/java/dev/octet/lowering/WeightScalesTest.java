package dev.octet.lowering;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.base.Splitter;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Along which axis the scales of a weight run decides whether integers can be multiplied. */
final class WeightScalesTest {
  private static final Grid GRID = new Grid(DType.UINT8, 0.05, 100, 0, 255);

  /** Scales for each row of a matrix on the right are scales of what is summed up. */
  @ParameterizedTest
  @ValueSource(longs = {8, 4})
  void scalesOfTheSummedDimensionAreNotThoseOfChannels(long inner) {
    ExportedProgram program =
        ProgramSketch.of(
            11,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 6, inner), GRID);
              Value w = at.int8Weights(true, 60, inner, 8);
              return List.of(at.at().call(AtenOps.MATMUL, x, w));
            });
    Ledger ledger = Agreement.check("matmul", program, Target.cpu().allowSaturation(), 1e-5);
    assertWithMessage("%s", ledger).that(ledger.int8Coverage()).isEqualTo(0.0);
    assertWithMessage("%s", ledger)
        .that(ledger.entries().stream().map(LedgerEntry::reason).toList())
        .contains(
            "its weight has scales along dimension 0, which is not that of its output channels");
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 4})
  void theSameWithABias(long inner) {
    ExportedProgram program =
        ProgramSketch.of(
            12,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 6, inner), GRID);
              Value w = at.int8Weights(true, 60, inner, 8);
              return List.of(at.at().call(AtenOps.ADDMM, at.weights(8), x, w));
            });
    Agreement.check("addmm", program, Target.cpu().allowSaturation(), 1e-5);
  }

  @Test
  void oneScaleForAMatrixIsMultipliedAsIntegers() {
    ExportedProgram program =
        ProgramSketch.of(
            13,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 6, 8), GRID);
              return List.of(at.at().call(AtenOps.MATMUL, x, at.int8Weights(false, 60, 8, 8)));
            });
    Ledger ledger = Agreement.check("matmul", program, Target.cpu().allowSaturation(), 1e-5);
    assertWithMessage("%s", ledger).that(ledger.int8Coverage()).isEqualTo(1.0);
  }

  /** What addmm adds is broadcast: not only one number for each channel. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"8", "1", "1, 8", "6, 8", "6, 1", "1, 1", "''"})
  void whatIsAddedToAProductMayHaveAnyShape(String sizes) {
    long[] shape =
        Splitter.on(", ")
            .omitEmptyStrings()
            .splitToStream(sizes)
            .mapToLong(Long::parseLong)
            .toArray();
    for (boolean integers : new boolean[] {false, true}) {
      ExportedProgram program =
          ProgramSketch.of(
              14,
              at -> {
                Value x = at.input(DType.FLOAT32, 6, 5);
                Value added = at.weights(shape);
                Value w = integers ? at.int8Weights(false, 60, 5, 8) : at.weights(5, 8);
                return List.of(
                    at.at().call(AtenOps.ADDMM, added, integers ? at.rounded(x, GRID) : x, w));
              });
      Agreement.check("addmm", program, Target.cpu().allowSaturation(), 1e-5);
    }
  }
}
