package dev.octet.lowering;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Joins of quantized and floating-point tensors, compiled and on the reference. */
final class JoinTest {
  private static final long[] SIZES = {1, 2, 3, 5, 7, 16, 24};

  private static long pick(Random random) {
    return SIZES[random.nextInt(SIZES.length)];
  }

  /** Branches of one image, joined and quantized. */
  private static ExportedProgram branches(long seed, boolean sameGrid, boolean convolutions) {
    return ProgramSketch.of(
        seed,
        at -> {
          Random random = at.random();
          long channels = pick(random);
          Grid grid = new Grid(DType.UINT8, 0.03 + 0.05 * random.nextDouble(), 61, 0, 127);
          Value image =
              at.rounded(
                  at.input(DType.FLOAT32, 1 + random.nextInt(2), channels, pick(random), 5), grid);
          List<Value> parts = new ArrayList<>();
          for (int i = 0; i < 2 + random.nextInt(3); i++) {
            Value part = image;
            if (convolutions) {
              part =
                  at.at()
                      .call(
                          AtenOps.CONV2D,
                          image,
                          at.int8Weights(true, 60, pick(random), channels, 1, 1));
            }
            parts.add(at.rounded(part, sameGrid ? grid : Grid.random(random, 4, true)));
          }
          long dim = convolutions ? 1 : random.nextInt(4);
          Value joined =
              at.at()
                  .node(AtenOps.CAT, List.of(parts, random.nextBoolean() ? dim : dim - 4), Map.of())
                  .result();
          return List.of(at.quantize(joined, grid));
        });
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void ofIntegers(boolean sameGrid, boolean convolutions) {
    for (long seed = 0; seed < 12; seed++) {
      ExportedProgram program = branches(seed, sameGrid, convolutions);
      Ledger ledger = Agreement.check("seed " + seed, program, Target.cpu(), 0);
      if (sameGrid && convolutions && NativeKernels.multiply(program)) {
        // Each convolution writes bytes, which are joined as they are.
        LedgerEntry join =
            ledger.entries().stream()
                .filter(entry -> entry.kernel().equals("cat"))
                .findFirst()
                .orElseThrow();
        assertWithMessage("seed %s\n%s", seed, ledger).that(join.backend()).isEqualTo("oneDNN");
        assertWithMessage("seed %s\n%s", seed, ledger)
            .that(join.reads().stream().allMatch(type -> type.startsWith("u8")))
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, false", "FLOAT32, true", "INT64, false", "BOOL, false"})
  void ofPlainTensors(DType dtype, boolean turned) {
    for (long seed = 0; seed < 8; seed++) {
      ExportedProgram program =
          ProgramSketch.of(
              seed,
              at -> {
                Random random = at.random();
                int dim = random.nextInt(3);
                long[] sizes = {pick(random), pick(random), pick(random)};
                List<Value> parts = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                  sizes[dim] = pick(random);
                  Value part = at.input(dtype, sizes);
                  parts.add(
                      turned
                          ? at.at()
                              .call(
                                  AtenOps.TRANSPOSE,
                                  at.input(dtype, sizes[0], sizes[2], sizes[1]),
                                  1L,
                                  2L)
                          : part);
                }
                return List.of(
                    at.at().node(AtenOps.CAT, List.of(parts, (long) dim), Map.of()).result());
              });
      Agreement.check(dtype + " seed " + seed, program, Target.cpu(), 0);
    }
  }
}
