package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.base.Splitter;
import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products of batches of matrices, most of two values of the run whose matrices lie with gaps or
 * between others. Of each layout here the library, given it as it is, computes something else.
 */
final class BatchedProductTest {
  private static long[] longs(String text) {
    return Splitter.on('x').splitToStream(text).mapToLong(Long::parseLong).toArray();
  }

  /** A part of an input, with its two dimensions of the batch and rows in an order. */
  private static Value part(ProgramSketch at, String stored, String sizes, String order) {
    Value value = at.input(DType.FLOAT32, longs(stored));
    long[] kept = longs(sizes);
    for (int d = 0; d < kept.length; d++) {
      value = call(at, "aten.slice.Tensor", value, (long) d, 0L, kept[d], 1L);
    }
    List<Long> places = new ArrayList<>();
    for (long place : longs(order)) {
      places.add(place);
    }
    return call(at, "aten.permute.default", value, places);
  }

  private static Value call(ProgramSketch at, String name, Object... arguments) {
    return at.at().call(OpName.parse(name), arguments);
  }

  private static Tensor[] inputs(ExportedProgram program) {
    Random random = new Random(11);
    List<Tensor> inputs = new ArrayList<>();
    for (Value value : program.userInputs()) {
      Tensor tensor = Tensor.allocate(DType.FLOAT32, value.tensorType().shape());
      for (long i = 0; i < tensor.elements(); i++) {
        tensor.setDouble(i, random.nextGaussian());
      }
      inputs.add(tensor);
    }
    return inputs.toArray(Tensor[]::new);
  }

  /** Two parts and their product; how it was computed. */
  private static LedgerEntry check(
      String first, String sizes, String order, String second, String sizes2, String order2) {
    ExportedProgram program =
        ProgramSketch.of(
            1,
            at ->
                List.of(
                    call(
                        at,
                        "aten.matmul.default",
                        part(at, first, sizes, order),
                        part(at, second, sizes2, order2))));
    Tensor[] inputs = inputs(program);
    Tensor expected = program.run(inputs).getFirst();
    try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
      Tensor actual = model.run(inputs).getFirst();
      for (long i = 0; i < expected.elements(); i++) {
        assertWithMessage("element %s of\n%s", i, model.ledger())
            .that(actual.getDouble(i))
            .isWithin(1e-4)
            .of(expected.getDouble(i));
      }
      return model.ledger().find("matmul").orElseThrow();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Strides 66 and 11 of the batch: as many times as there are products, but no row of matrices.
    "3x3x2x11, 3x3x2x3, 0x2x1x3, 3x2x3x13, 3x2x3x13, 0x1x2x3",
    // The second dimension of the batch is 1, and there are gaps in the first.
    "3x1x12x4, 3x1x12x4, 0x1x2x3, 3x1x12x27, 3x1x4x27, 0x1x2x3",
    "4x1x1x4, 4x1x1x4, 0x1x2x3, 4x1x18x35, 4x1x4x33, 0x1x2x3",
    // An inner dimension of 1, with gaps between the matrices, or inside the first ones.
    "2x3x5x1, 2x3x5x1, 0x1x2x3, 2x3x7x32, 2x3x1x20, 0x1x2x3",
    "4x5x1x1, 4x5x1x1, 0x1x2x3, 4x5x1x40, 4x5x1x29, 0x1x2x3",
    "4x1x34x9, 4x1x34x1, 0x1x2x3, 1x1x1x22, 1x1x1x22, 0x1x2x3",
    "2x9x3x1, 2x9x3x1, 0x2x1x3, 2x3x1x16, 2x3x1x16, 0x1x2x3",
    // One second matrix for all, and gaps between the rows of the first ones.
    "3x1x19x20, 3x1x19x16, 0x1x2x3, 1x1x16x2, 1x1x16x2, 0x1x2x3",
    "4x1x22x21, 4x1x22x7, 0x1x2x3, 1x1x7x7, 1x1x7x7, 0x1x2x3",
    // One of a dimension of the batch for all, where the strides look like a row of matrices.
    "3x3x7x60, 3x3x7x60, 0x1x2x3, 9x1x60x18, 3x1x60x18, 0x1x2x3"
  })
  void layoutsThatTheLibraryMisjudges(
      String first, String sizes, String order, String second, String sizes2, String order2) {
    check(first, sizes, order, second, sizes2, order2);
  }

  @Test
  void matricesWithoutAContiguousDimensionAreMovedFirst() {
    LedgerEntry entry =
        check("6x40x2x3", "6x40x2x3", "2x3x0x1", "2x3x40x16", "2x3x40x16", "0x1x2x3");
    assertThat(entry.implementation()).doesNotContain("ref");
  }

  @Test
  void aConstantBatchOfMatricesIsMultipliedAsOneOfTheRunIs() {
    ExportedProgram program =
        ProgramSketch.of(
            2,
            at ->
                List.of(
                    call(
                        at,
                        "aten.relu.default",
                        call(
                            at,
                            "aten.matmul.default",
                            at.input(DType.FLOAT32, 3, 5, 8),
                            at.weights(3, 8, 6)))));
    Tensor[] inputs = inputs(program);
    Tensor expected = program.run(inputs).getFirst();
    try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
      Tensor actual = model.run(inputs).getFirst();
      for (long i = 0; i < expected.elements(); i++) {
        assertThat(actual.getDouble(i)).isWithin(1e-5).of(expected.getDouble(i));
      }
      assertThat(model.ledger().find("matmul").orElseThrow().backend()).isEqualTo("oneDNN");
    }
  }
}
