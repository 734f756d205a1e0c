package dev.octet.lowering;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Int8 convolutions of groups of all sizes, whose input has a zero point: the library packs weights
 * in another way for few input channels, and some of these ways are wrong.
 */
final class GroupedConvolutionTest {
  private static final long[] OUTPUT_CHANNELS = {1, 16, 17, 24, 32, 40};
  private static final Grid SIGNED = new Grid(DType.INT8, 0.05, -17, -128, 127);
  private static final Grid UNSIGNED = new Grid(DType.UINT8, 0.05, 71, 0, 127);
  private static final Grid RESULT = new Grid(DType.UINT8, 0.09, 90, 0, 255);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 7, 8, 13, 16, 24, 31, 32, 33, 40})
  void groupsOf(long inputChannels) {
    for (long outputChannels : OUTPUT_CHANNELS) {
      for (Grid grid : List.of(SIGNED, UNSIGNED)) {
        long groups = 2 + outputChannels % 2;
        check(grid, groups, inputChannels, outputChannels, false);
        check(grid, groups, inputChannels, outputChannels, true);
      }
    }
  }

  /** The library turns very narrow images into matrix products. */
  @Test
  void ofOneDimension() {
    for (long width : new long[] {1, 2, 3, 9}) {
      for (Grid grid : List.of(SIGNED, UNSIGNED)) {
        for (long stride = 1; stride <= 4; stride += 3) {
          checkNarrow(grid, width, stride);
        }
      }
    }
  }

  private static void checkNarrow(Grid grid, long width, long stride) {
    ExportedProgram program =
        ProgramSketch.of(
            width,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 2, 3 * 24, width), grid);
              Value y =
                  at.at()
                      .call(
                          AtenOps.CONV1D,
                          x,
                          at.int8Weights(true, 127, 3 * 17, 24, 1),
                          null,
                          List.of(stride),
                          List.of(0),
                          List.of(1),
                          3);
              return List.of(y);
            });
    Agreement.check(width + " wide, stride " + stride + ", " + grid, program, Target.cpu(), 1e-5);
  }

  private static void check(Grid grid, long groups, long in, long out, boolean strided) {
    ExportedProgram program =
        ProgramSketch.of(
            in * 100 + out,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 1, groups * in, 9, 7), grid);
              Value y =
                  at.at()
                      .call(
                          AtenOps.CONV2D,
                          x,
                          at.int8Weights(true, 127, groups * out, in, 3, 3),
                          null,
                          strided ? List.of(2, 2) : List.of(1, 1),
                          List.of(1, 1),
                          List.of(1, 1),
                          groups);
              return List.of(strided ? y : at.quantize(y, RESULT));
            });
    String what = groups + " groups of " + in + " to " + out + " channels, " + grid;
    Agreement.check(what, program, Target.cpu(), 1e-5);
  }
}
