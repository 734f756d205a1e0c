package dev.octet.lowering;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Zero points that are no integers of their type, and steps that have no inverse: no quantizer
 * chooses them, but operators compute something of them.
 */
final class UnusualGridsTest {
  private static final Grid USUAL = new Grid(DType.UINT8, 0.05, 60, 0, 127);

  private static Value product(ProgramSketch at, Grid input) {
    return at.at()
        .call(
            AtenOps.CONV2D,
            at.rounded(at.input(DType.FLOAT32, 1, 4, 5, 5), input),
            at.int8Weights(true, 60, 3, 4, 3, 3),
            at.weights(3));
  }

  private static void agrees(String what, ExportedProgram program) {
    List<Target> targets = new ArrayList<>(List.of(Target.cpu(), Target.cpu().portable()));
    if (Devices.unavailable().isEmpty()) {
      targets.add(Target.xpu());
    }
    for (Target target : targets) {
      Agreement.check(what + " " + target.device(), program, target, 1e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 300",
    "0.05, -5",
    "0.05, 16777217",
    "0.05, 3000000000",
    "0.05, 1099511627776",
    "0.05, -1099511627776",
    "1e-40, 60"
  })
  void areComputedAsTheOperatorsSay(double scale, long zeroPoint) {
    Grid grid = new Grid(DType.UINT8, scale, zeroPoint, 0, 127);
    agrees("input", ProgramSketch.of(1, at -> List.of(product(at, grid))));
    agrees(
        "result",
        ProgramSketch.of(
            2,
            at -> {
              Value y = at.at().call(AtenOps.RELU, product(at, USUAL));
              return List.of(at.at().call(AtenOps.RELU, at.rounded(y, grid)));
            }));
    agrees(
        "summand",
        ProgramSketch.of(
            3,
            at -> {
              Value y = product(at, USUAL);
              Value other = at.rounded(at.input(y.tensorType()), grid);
              return List.of(at.quantize(at.at().call(AtenOps.ADD_TENSOR, y, other), USUAL));
            }));
    agrees(
        "pool",
        ProgramSketch.of(
            4,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 1, 4, 6, 6), grid);
              OpName pool = OpName.aten("avg_pool2d", "default");
              return List.of(at.rounded(at.at().call(pool, x, List.of(2L, 2L)), grid));
            }));
    agrees(
        "two factors",
        ProgramSketch.of(
            5,
            at ->
                List.of(
                    at.at()
                        .call(
                            AtenOps.MATMUL,
                            at.rounded(at.input(DType.FLOAT32, 2, 3, 8), USUAL),
                            at.rounded(at.input(DType.FLOAT32, 2, 8, 5), grid)))));
  }
}
