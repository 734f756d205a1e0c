package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A quantize and a dequantize between two products in floating point are the end of the first one.
 * The sums that are rounded are exact, so that no rounding may differ from the reference's.
 */
final class RoundedFloatsTest {
  private static final OpName TRANSPOSED = OpName.aten("conv_transpose2d", "input");
  private static final Grid INPUT = new Grid(DType.UINT8, 0.0625, 128, 0, 255);

  /** Multiples of 1/8. */
  private static Value weights(ProgramSketch at, long... sizes) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, (at.random().nextInt(33) - 16) / 8.0);
    }
    return at.constant(tensor);
  }

  private static Value first(ProgramSketch at) {
    Value x = at.rounded(at.input(DType.FLOAT32, 2, 5, 9, 9), INPUT);
    return at.at().call(AtenOps.RELU, at.at().call(AtenOps.CONV2D, x, weights(at, 16, 5, 3, 3)));
  }

  @Test
  void betweenProductsInFloatingPoint() {
    for (Grid grid :
        List.of(
            new Grid(DType.UINT8, 0.37, 3, 0, 127),
            new Grid(DType.INT8, 0.21, -128, -128, 127),
            new Grid(DType.UINT8, 0.5, 0, 0, 255))) {
      ExportedProgram program =
          ProgramSketch.of(
              1,
              at -> {
                Value y = at.rounded(first(at), grid);
                return List.of(at.at().call(TRANSPOSED, y, weights(at, 16, 3, 2, 2)));
              });
      Agreement.check("rounded " + grid, program, Target.cpu(), 1e-6);
      if (NativeKernels.areThere()) {
        try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
          Ledger ledger = model.ledger();
          assertWithMessage("%s", ledger)
              .that(ledger.find("quantize_per_tensor_1"))
              .isEqualTo(ledger.find("conv2d"));
          assertThat(ledger.find("dequantize_per_tensor_1")).isEqualTo(ledger.find("conv2d"));
        }
      }
    }
  }

  @Test
  void integersThatSomebodyReadsStay() {
    Grid grid = new Grid(DType.UINT8, 0.37, 3, 0, 127);
    ExportedProgram program =
        ProgramSketch.of(
            2,
            at -> {
              Value integers = at.quantize(first(at), grid);
              Value y = at.dequantize(integers, grid);
              return List.of(integers, at.at().call(TRANSPOSED, y, weights(at, 16, 3, 2, 2)));
            });
    Agreement.check("integers read", program, Target.cpu(), 1e-6);
  }

  @Test
  void aPoolBehindKeepsTheIntegers() {
    Grid grid = new Grid(DType.UINT8, 0.37, 3, 0, 255);
    ExportedProgram program =
        ProgramSketch.of(
            3,
            at -> {
              Value y = at.rounded(first(at), grid);
              Value pooled = at.at().call(AtenOps.MAX_POOL2D, y, List.of(2L, 2L), List.of(2L, 2L));
              return List.of(
                  at.quantize(pooled, grid), at.at().call(TRANSPOSED, y, weights(at, 16, 3, 2, 2)));
            });
    Agreement.check("pool", program, Target.cpu(), 1e-6);
  }

  /** In both orders: the one that stands first in the graph is fused first. */
  @Test
  void aProductOfIntegersAddsThem() {
    for (boolean integersFirst : new boolean[] {true, false}) {
      ExportedProgram program =
          ProgramSketch.of(
              5,
              at -> {
                Value x = at.rounded(at.input(DType.FLOAT32, 2, 5), INPUT);
                Value f = at.input(DType.FLOAT32, 2, 4);
                Value early = integersFirst ? integers(at, x) : floats(at, f);
                Value late = integersFirst ? floats(at, f) : integers(at, x);
                return List.of(at.at().call(AtenOps.ADD_TENSOR, early, late));
              });
      Agreement.check(
          "integers first: " + integersFirst, program, Target.cpu().allowSaturation(), 1e-5);
    }
  }

  private static Value integers(ProgramSketch at, Value x) {
    return at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 4, 5));
  }

  private static Value floats(ProgramSketch at, Value x) {
    return at.rounded(
        at.at().call(AtenOps.LINEAR, x, weights(at, 4, 4)), new Grid(DType.UINT8, 0.37, 3, 0, 127));
  }
}
