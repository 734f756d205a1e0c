package dev.octet.lowering;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A quantize gives the integers of the operator, also in the middle between two of them. */
final class ExactQuantizeTest {
  private static final double[] SCALES = {0.1, 0.02034717909812981, 1 / 3.0, 0.0078125, 1.7e-3};
  private static final long[] ZERO_POINTS = {0, 1, 77, 125, 255};

  @Test
  void betweenTwoIntegers() {
    for (double scale : SCALES) {
      for (long zeroPoint : ZERO_POINTS) {
        Grid grid = new Grid(DType.UINT8, scale, zeroPoint, 0, 255);
        check(grid);
        check(new Grid(DType.INT8, scale, zeroPoint - 128, -128, 127));
      }
    }
  }

  private static void check(Grid grid) {
    ExportedProgram program =
        ProgramSketch.of(
            1,
            at -> {
              Value x = at.input(DType.FLOAT32, 1, 3, 32, 32);
              Value integers = at.quantize(x, grid);
              // Its reader wants channels last.
              Value y =
                  at.at()
                      .call(
                          AtenOps.CONV2D,
                          at.dequantize(integers, grid),
                          at.int8Weights(false, 63, 4, 3, 1, 1));
              return List.of(integers, y);
            });
    Tensor input =
        Tensor.allocate(DType.FLOAT32, program.userInputs().getFirst().tensorType().shape());
    Random random = new Random(5);
    for (long i = 0; i < input.elements(); i++) {
      long step = grid.min() - grid.zeroPoint() + random.nextInt(256);
      float middle = (float) ((step + 0.5) * grid.scale());
      input.setDouble(i, near(middle, random.nextInt(5) - 2));
    }
    Tensor expected = program.run(input).getFirst();
    try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
      Tensor actual = model.run(input).getFirst();
      for (long i = 0; i < expected.elements(); i++) {
        assertWithMessage("%s, %s\n%s", grid, input.getDouble(i), model.ledger())
            .that(actual.getLong(i))
            .isEqualTo(expected.getLong(i));
      }
    }
  }

  private static float near(float value, int steps) {
    float near = value;
    for (int i = 0; i < Math.abs(steps); i++) {
      near = steps > 0 ? Math.nextUp(near) : Math.nextDown(near);
    }
    return near;
  }
}
