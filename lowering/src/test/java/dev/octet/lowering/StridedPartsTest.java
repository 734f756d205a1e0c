package dev.octet.lowering;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every second row of an odd number of rows: one image's last row, with the gap behind it, reaches
 * into the next image, which oneDNN has no description for.
 */
final class StridedPartsTest {
  private static final Grid GRID = new Grid(DType.INT8, 0.05, 3, -128, 127);

  @ParameterizedTest
  @ValueSource(strings = {"dequantized", "relu", "add", "softmax", "product"})
  void areReadWhereTheyLie(String reader) {
    ExportedProgram program =
        ProgramSketch.of(
            3,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 2, 4, 5, 5), GRID);
              Value y = at.at().call(AtenOps.CONV2D, x, at.int8Weights(true, 60, 4, 4, 1, 1));
              Value stored =
                  reader.equals("dequantized")
                      ? at.rounded(y, GRID)
                      : at.at().call(AtenOps.RELU, y);
              Value part = at.at().call(OpName.aten("slice", "Tensor"), stored, 2, 0, 5, 2);
              return List.of(
                  switch (reader) {
                    case "dequantized" -> part;
                    case "relu" -> at.at().call(AtenOps.RELU, part);
                    case "add" -> at.at().call(AtenOps.ADD_TENSOR, part, part);
                    case "softmax" -> at.at().call(OpName.aten("softmax", "int"), part, 1);
                    default ->
                        at.at()
                            .call(
                                OpName.aten("matmul", "default"),
                                part,
                                at.input(DType.FLOAT32, 2, 4, 5, 3));
                  });
            });
    for (int threads = 1; threads <= 2; threads++) {
      Agreement.check(reader, program, Target.cpu().threads(threads), 1e-5);
    }
  }
}
