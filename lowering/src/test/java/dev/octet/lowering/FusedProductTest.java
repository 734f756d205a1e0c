package dev.octet.lowering;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Linear layers and matrix products with their epilogues, compiled and on the reference. */
final class FusedProductTest {
  /** What stands behind the product. */
  enum Behind {
    NOTHING,
    RELU,
    GELU,
    GELU_TANH,
    TANH,
    ADD,
    ADD_RELU,
    ADD_IN_FRONT_RELU
  }

  private static final long[] SIZES = {1, 2, 7, 16, 33, 64};

  private static Value behind(Behind kind, ProgramSketch at, Value y) {
    var b = at.at();
    return switch (kind) {
      case NOTHING -> y;
      case RELU -> b.call(AtenOps.RELU, y);
      case GELU -> b.call(AtenOps.GELU, y);
      case GELU_TANH -> ProgramSketch.tanhGelu(b, y);
      case TANH -> b.call(AtenOps.TANH, y);
      case ADD -> b.call(AtenOps.ADD_TENSOR, y, at.input(y.tensorType()));
      case ADD_RELU ->
          b.call(AtenOps.RELU, b.call(AtenOps.ADD_TENSOR, y, at.input(y.tensorType())));
      case ADD_IN_FRONT_RELU ->
          b.call(AtenOps.RELU, b.call(AtenOps.ADD_TENSOR, at.input(y.tensorType()), y));
    };
  }

  private static long pick(Random random) {
    return SIZES[random.nextInt(SIZES.length)];
  }

  private static long[] inputSizes(Random random, long inner) {
    return random.nextBoolean()
        ? new long[] {pick(random), inner}
        : new long[] {1 + random.nextInt(3), pick(random), inner};
  }

  @ParameterizedTest
  @EnumSource(Behind.class)
  void integers(Behind kind) {
    for (long seed = 0; seed < 12; seed++) {
      ExportedProgram program =
          ProgramSketch.of(
              seed * 43 + kind.name().hashCode(),
              at -> {
                Random random = at.random();
                long inner = pick(random);
                long out = pick(random);
                Value x =
                    at.rounded(
                        at.input(DType.FLOAT32, inputSizes(random, inner)),
                        Grid.random(random, 3, true));
                Value weight = at.int8Weights(random.nextBoolean(), 127, out, inner);
                Value bias = random.nextBoolean() ? at.weights(out) : null;
                Value y = behind(kind, at, at.at().call(AtenOps.LINEAR, x, weight, bias));
                return List.of(
                    random.nextBoolean() ? y : at.quantize(y, Grid.random(random, 4, true)));
              });
      Ledger ledger = Agreement.check(kind + " seed " + seed, program, Target.cpu(), 1e-5);
      assertWithMessage("%s seed %s\n%s", kind, seed, ledger)
          .that(!NativeKernels.multiply(program) || ledger.int8Coverage() == 1)
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Behind.class)
  void floats(Behind kind) {
    for (long seed = 0; seed < 6; seed++) {
      ExportedProgram program =
          ProgramSketch.of(
              seed * 47 + kind.name().hashCode(),
              at -> {
                Random random = at.random();
                long inner = pick(random);
                long out = pick(random);
                Value x = at.input(DType.FLOAT32, inputSizes(random, inner));
                Value y = at.at().call(AtenOps.LINEAR, x, at.weights(out, inner), at.weights(out));
                return List.of(behind(kind, at, y));
              });
      Agreement.check(kind + " seed " + seed, program, Target.cpu(), 1e-5);
    }
  }

  @ParameterizedTest
  @EnumSource(Behind.class)
  void ofTwoComputedValues(Behind kind) {
    for (long seed = 0; seed < 4; seed++) {
      ExportedProgram program =
          ProgramSketch.of(
              seed * 53 + kind.name().hashCode(),
              at -> {
                Random random = at.random();
                long rows = pick(random);
                long inner = pick(random);
                long columns = pick(random);
                Value left = at.input(DType.FLOAT32, 2, 3, rows, inner);
                Value right = at.input(DType.FLOAT32, 2, 3, columns, inner);
                Value turned = at.at().call(AtenOps.TRANSPOSE, right, 2L, 3L);
                return List.of(behind(kind, at, at.at().call(AtenOps.MATMUL, left, turned)));
              });
      Agreement.check(kind + " seed " + seed, program, Target.cpu(), 1e-5);
    }
  }

  /** Both factors in seven bits, so that no processor saturates. */
  @ParameterizedTest
  @EnumSource(Behind.class)
  void ofTwoComputedIntegers(Behind kind) {
    for (long seed = 0; seed < 8; seed++) {
      ExportedProgram program =
          ProgramSketch.of(
              seed * 61 + kind.name().hashCode(),
              at -> {
                Random random = at.random();
                long rows = pick(random);
                long inner = pick(random);
                long columns = pick(random);
                Value left =
                    at.rounded(at.input(DType.FLOAT32, 2, 3, rows, inner), sevenBits(random, true));
                Value right =
                    at.rounded(
                        at.input(DType.FLOAT32, 2, 3, columns, inner),
                        sevenBits(random, random.nextBoolean()));
                Value turned = at.at().call(AtenOps.TRANSPOSE, right, 2L, 3L);
                Value y = behind(kind, at, at.at().call(AtenOps.MATMUL, left, turned));
                return List.of(
                    random.nextBoolean() ? y : at.quantize(y, Grid.random(random, 4, true)));
              });
      Ledger ledger = Agreement.check(kind + " seed " + seed, program, Target.cpu(), 1e-5);
      assertWithMessage("%s seed %s\n%s", kind, seed, ledger)
          .that(!NativeKernels.areThere() || ledger.int8Coverage() == 1)
          .isTrue();
    }
  }

  private static Grid sevenBits(Random random, boolean unsigned) {
    long min = unsigned ? 0 : -64;
    return new Grid(
        unsigned ? DType.UINT8 : DType.INT8, 0.05, min + random.nextInt(128), min, min + 127);
  }

  /** Weights so small that no processor saturates. */
  @ParameterizedTest
  @EnumSource(Behind.class)
  void integersWhoseScaleEachRunComputes(Behind kind) {
    for (long seed = 0; seed < 4; seed++) {
      ExportedProgram program =
          ProgramSketch.of(
              seed * 59 + kind.name().hashCode(),
              at -> {
                Random random = at.random();
                long inner = pick(random);
                long out = pick(random);
                Value x = at.input(DType.FLOAT32, inputSizes(random, inner));
                Value weight = at.int8Weights(random.nextBoolean(), 60, out, inner);
                Value bias = random.nextBoolean() ? at.weights(out) : null;
                return List.of(
                    behind(
                        kind,
                        at,
                        at.at().call(AtenOps.LINEAR, at.dynamicallyRounded(x), weight, bias)));
              });
      Ledger ledger = Agreement.check(kind + " seed " + seed, program, Target.cpu(), 1e-5);
      assertWithMessage("%s seed %s\n%s", kind, seed, ledger)
          .that(!NativeKernels.areThere() || ledger.int8Coverage() == 1)
          .isTrue();
    }
  }
}
