package dev.octet.lowering;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Int8 products that give or add integers of 16 bits, which the library does not have. */
final class Int16ResultTest {
  private static final Grid BYTES = new Grid(DType.UINT8, 0.03, 110, 0, 127);
  private static final Grid WORDS = new Grid(DType.INT16, 1e-3, 5, -32768, 32767);

  /** The result may differ by a step, as where sums are rounded the other way. */
  private static void agrees(ExportedProgram program) {
    List<Target> targets = new ArrayList<>(List.of(Target.cpu(), Target.cpu().portable()));
    if (Devices.unavailable().isEmpty()) {
      targets.add(Target.xpu());
    }
    for (Target target : targets) {
      Agreement.check(target.device().orElse("processor"), program, target, 1e-4);
    }
  }

  private static Value product(ProgramSketch at, boolean convolution) {
    return convolution
        ? at.at()
            .call(
                AtenOps.CONV2D,
                at.rounded(at.input(DType.FLOAT32, 1, 16, 5, 5), BYTES),
                at.int8Weights(true, 60, 8, 16, 3, 3))
        : at.at()
            .call(
                AtenOps.LINEAR,
                at.rounded(at.input(DType.FLOAT32, 5, 16), BYTES),
                at.int8Weights(true, 60, 8, 16),
                at.weights(8));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isGiven(boolean convolution) {
    agrees(ProgramSketch.of(3, at -> List.of(at.quantize(product(at, convolution), WORDS))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isAdded(boolean convolution) {
    agrees(
        ProgramSketch.of(
            4,
            at -> {
              Value product = product(at, convolution);
              Value other = at.rounded(at.input(product.tensorType()), WORDS);
              Value sum = at.at().call(AtenOps.ADD_TENSOR, product, other);
              return List.of(at.quantize(sum, BYTES));
            }));
  }

  @Test
  void isGivenByAProductOfTwoComputedMatrices() {
    Grid left = new Grid(DType.UINT8, 0.05, 60, 0, 127);
    Grid right = new Grid(DType.INT8, 0.05, 3, -64, 63);
    agrees(
        ProgramSketch.of(
            5,
            at ->
                List.of(
                    at.quantize(
                        at.at()
                            .call(
                                AtenOps.MATMUL,
                                at.rounded(at.input(DType.FLOAT32, 2, 5, 16), left),
                                at.rounded(at.input(DType.FLOAT32, 2, 16, 7), right)),
                        WORDS))));
  }
}
