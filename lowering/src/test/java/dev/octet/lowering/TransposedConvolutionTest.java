package dev.octet.lowering;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transposed convolutions of integers, on the processor as plain ones. */
final class TransposedConvolutionTest {
  private static final Grid GRID = new Grid(DType.UINT8, 0.05, 100, 0, 127);
  private static final Grid RESULT = new Grid(DType.UINT8, 0.2, 90, 0, 255);
  private static final List<OpName> OPS =
      List.of(AtenOps.CONV_TRANSPOSE1D, AtenOps.CONV_TRANSPOSE2D, AtenOps.CONV_TRANSPOSE3D);

  /** Strides, windows and edges differ between the dimensions; what stands behind does, too. */
  private static ExportedProgram random(long seed, int dimensions) {
    Random random = new Random(seed);
    long groups = random.nextLong(1, 4);
    long[] image = new long[dimensions + 2];
    long[] window = new long[dimensions + 2];
    image[0] = random.nextLong(1, 3);
    image[1] = groups * random.nextLong(1, 10);
    window[0] = image[1];
    window[1] = random.nextLong(1, 10);
    List<Long> stride = new ArrayList<>();
    List<Long> dilation = new ArrayList<>();
    List<Long> padding = new ArrayList<>();
    List<Long> extra = new ArrayList<>();
    for (int d = 0; d < dimensions; d++) {
      long step = random.nextLong(1, 4);
      long gap = step == 1 ? random.nextLong(1, 3) : 1;
      window[d + 2] = random.nextLong(1, 6);
      stride.add(step);
      dilation.add(gap);
      extra.add(random.nextLong(Math.max(step, gap)));
      long reach = gap * (window[d + 2] - 1) + 1;
      padding.add(random.nextLong(reach));
      // As many elements as are left when the padding is cut off, and some more.
      long least = Math.ceilDiv(2 * padding.get(d) - reach + 1, step) + 1;
      image[d + 2] = Math.max(1, least) + random.nextLong(5);
    }
    return ProgramSketch.of(
        seed,
        at -> {
          Value x = at.rounded(at.input(DType.FLOAT32, image), GRID);
          OptionalInt axis = random.nextBoolean() ? OptionalInt.of(1) : OptionalInt.empty();
          Value w = at.int8Weights(axis, 60, window);
          Value bias = random.nextBoolean() ? at.weights(groups * window[1]) : null;
          Value y =
              at.at()
                  .call(
                      OPS.get(dimensions - 1),
                      x,
                      w,
                      bias,
                      stride,
                      padding,
                      extra,
                      groups,
                      dilation);
          y = random.nextBoolean() ? at.at().call(AtenOps.RELU, y) : y;
          return List.of(random.nextBoolean() ? at.quantize(y, RESULT) : y);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void multipliesIntegers(int dimensions) {
    Requires.oneDnn();
    for (long seed = 0; seed < 60; seed++) {
      Ledger ledger = Agreement.check("seed " + seed, random(seed, dimensions), Target.cpu(), 1e-5);
      assertWithMessage("seed %s: %s", seed, ledger).that(ledger.int8Coverage()).isEqualTo(1.0);
      assertWithMessage("seed %s: %s", seed, ledger)
          .that(ledger.entries().stream().map(LedgerEntry::backend).toList())
          .doesNotContain("reference");
    }
  }

  private static ExportedProgram strided(long dilation, OptionalInt axis) {
    return ProgramSketch.of(
        15,
        at -> {
          Value x = at.rounded(at.input(DType.FLOAT32, 2, 5, 6, 7), GRID);
          Value w = at.int8Weights(axis, 60, 5, 9, 3, 3);
          List<Long> none = List.of(0L, 0L);
          List<Long> two = List.of(2L, 2L);
          List<Long> apart = List.of(dilation, dilation);
          return List.of(
              at.at()
                  .call(AtenOps.CONV_TRANSPOSE2D, x, w, at.weights(9), two, none, none, 1L, apart));
        });
  }

  @Test
  void withGapsInTheStridedWindowItIsOneOfFloats() {
    Requires.oneDnn();
    Ledger ledger = Agreement.check("cpu", strided(2, OptionalInt.empty()), Target.cpu(), 1e-5);
    assertWithMessage("%s", ledger)
        .that(ledger.entries().stream().map(LedgerEntry::reason).toList())
        .contains("a transposed convolution with stride and dilation is one of floats");
  }

  @Test
  void scalesOfTheSummedDimensionMakeItOneOfFloats() {
    Requires.oneDnn();
    Ledger ledger = Agreement.check("cpu", strided(1, OptionalInt.of(0)), Target.cpu(), 1e-5);
    assertWithMessage("%s", ledger)
        .that(ledger.entries().stream().map(LedgerEntry::reason).toList())
        .contains(
            "its weight has scales along dimension 0, which is not that of its output channels");
  }

  @Test
  void withoutStrideItIsAPlainOneOfFloatsToo() {
    Requires.oneDnn();
    ExportedProgram program =
        ProgramSketch.of(
            16,
            at -> {
              Value x = at.input(DType.FLOAT32, 2, 6, 5, 7);
              Value w = at.weights(6, 4, 3, 2);
              List<Long> ones = List.of(1L, 1L);
              List<Long> padding = List.of(2L, 0L);
              List<Long> none = List.of(0L, 0L);
              Value bias = at.weights(8);
              return List.of(
                  at.at()
                      .call(AtenOps.CONV_TRANSPOSE2D, x, w, bias, ones, padding, none, 2L, ones));
            });
    Ledger ledger = Agreement.check("floats", program, Target.cpu(), 1e-5);
    assertWithMessage("%s", ledger)
        .that(ledger.entries().stream().map(LedgerEntry::kernel).toList())
        .contains("conv2d");
  }

  @Test
  void onADeviceItIsOneOfIntegersAsItStands() {
    Requires.device();
    Ledger ledger = Agreement.check("xpu", strided(1, OptionalInt.empty()), Target.xpu(), 1e-5);
    assertWithMessage("%s", ledger).that(ledger.int8Coverage()).isEqualTo(1.0);
  }
}
