package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Convolutions of random sizes, windows, groups, scales and zero points, with every kind of
 * epilogue, compiled and on the reference evaluator.
 */
final class FusedConvolutionTest {
  /** What stands behind the convolution. */
  enum Behind {
    NOTHING,
    RELU,
    RELU6,
    HARDTANH,
    HARDSWISH,
    SILU,
    LEAKY_RELU,
    GELU,
    GELU_TANH,
    TANH,
    SIGMOID,
    ADD_INTEGERS,
    ADD_INTEGERS_RELU,
    ADD_INTEGERS_IN_FRONT_RELU,
    ADD_OWN_INPUT_RELU,
    ADD_FLOATS,
    ADD_FLOATS_RELU,
    ADD_INTEGERS_SILU
  }

  private static final int[] CHANNELS = {1, 3, 5, 8, 16, 17, 31};

  /** The sizes of one case. */
  private record Sizes(
      int dimensions,
      long batch,
      long in,
      long out,
      long groups,
      long extent,
      long kernel,
      long stride,
      long padding,
      long dilation) {
    static Sizes random(Random random, boolean square) {
      int dimensions = square ? 2 : 1 + random.nextInt(3);
      long groups = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
      long in = groups * CHANNELS[random.nextInt(CHANNELS.length)];
      long out = random.nextInt(4) == 0 ? in : groups * CHANNELS[random.nextInt(CHANNELS.length)];
      if (random.nextInt(5) == 0) {
        groups = in; // depthwise
        out = in;
      }
      long kernel = square ? 3 : 1 + random.nextInt(3);
      long dilation = square ? 1 : 1 + random.nextInt(2);
      long extent = dilation * (kernel - 1) + 1 + random.nextInt(dimensions == 3 ? 3 : 7);
      return new Sizes(
          dimensions,
          1 + random.nextInt(2),
          in,
          square ? in : out,
          groups,
          extent,
          kernel,
          square ? 1 : 1 + random.nextInt(2),
          square ? 1 : random.nextInt((int) kernel),
          dilation);
    }

    long[] input() {
      return sizes(batch, in, extent);
    }

    long[] weight() {
      return sizes(out, in / groups, kernel);
    }

    private long[] sizes(long first, long second, long spatial) {
      long[] sizes = new long[dimensions + 2];
      java.util.Arrays.fill(sizes, spatial);
      sizes[0] = first;
      sizes[1] = second;
      return sizes;
    }

    Value convolution(ProgramSketch at, Value x, Value weight, boolean bias) {
      OpName name =
          switch (dimensions) {
            case 1 -> AtenOps.CONV1D;
            case 2 -> AtenOps.CONV2D;
            default -> AtenOps.CONV3D;
          };
      return at.at()
          .call(
              name,
              x,
              weight,
              bias ? at.weights(out) : null,
              all(stride),
              all(padding),
              all(dilation),
              groups);
    }

    private List<Long> all(long value) {
      return java.util.Collections.nCopies(dimensions, value);
    }
  }

  private static Value behind(
      Behind kind, ProgramSketch at, Value own, Grid other, Value convolved) {
    var b = at.at();
    return switch (kind) {
      case NOTHING -> convolved;
      case RELU -> b.call(AtenOps.RELU, convolved);
      case RELU6 -> b.call(AtenOps.RELU6, convolved);
      case HARDTANH -> b.call(AtenOps.HARDTANH, convolved, -1.5, 2.0);
      case HARDSWISH -> b.call(AtenOps.HARDSWISH, convolved);
      case SILU -> b.call(AtenOps.SILU, convolved);
      case LEAKY_RELU -> b.call(AtenOps.LEAKY_RELU, convolved, 0.1);
      case GELU -> b.call(AtenOps.GELU, convolved);
      case GELU_TANH -> ProgramSketch.tanhGelu(b, convolved);
      case TANH -> b.call(AtenOps.TANH, convolved);
      case SIGMOID -> b.call(AtenOps.SIGMOID, convolved);
      case ADD_INTEGERS -> b.call(AtenOps.ADD_TENSOR, convolved, side(at, convolved, other));
      case ADD_INTEGERS_RELU ->
          b.call(AtenOps.RELU, b.call(AtenOps.ADD_TENSOR, convolved, side(at, convolved, other)));
      case ADD_INTEGERS_IN_FRONT_RELU ->
          b.call(AtenOps.RELU, b.call(AtenOps.ADD_TENSOR, side(at, convolved, other), convolved));
      case ADD_OWN_INPUT_RELU -> b.call(AtenOps.RELU, b.call(AtenOps.ADD_TENSOR, convolved, own));
      case ADD_FLOATS -> b.call(AtenOps.ADD_TENSOR, convolved, at.input(convolved.tensorType()));
      case ADD_FLOATS_RELU ->
          b.call(
              AtenOps.RELU,
              b.call(AtenOps.ADD_TENSOR, at.input(convolved.tensorType()), convolved));
      case ADD_INTEGERS_SILU ->
          b.call(AtenOps.SILU, b.call(AtenOps.ADD_TENSOR, convolved, side(at, convolved, other)));
    };
  }

  private static Value side(ProgramSketch at, Value convolved, Grid grid) {
    return at.rounded(at.input(convolved.tensorType()), grid);
  }

  private static ExportedProgram quantized(long seed, Behind kind, boolean reduced) {
    return ProgramSketch.of(
        seed,
        at -> {
          Random random = at.random();
          Sizes sizes = Sizes.random(random, kind == Behind.ADD_OWN_INPUT_RELU);
          Grid in = Grid.random(random, 3, reduced);
          Grid other = Grid.random(random, 3, reduced);
          Grid out = Grid.random(random, 4, reduced);
          Value x = at.rounded(at.input(DType.FLOAT32, sizes.input()), in);
          Value weight = at.int8Weights(random.nextBoolean(), 127, sizes.weight());
          Value y = sizes.convolution(at, x, weight, random.nextBoolean());
          Value result = behind(kind, at, x, other, y);
          List<Value> outputs = new ArrayList<>();
          outputs.add(random.nextInt(3) == 0 ? result : at.quantize(result, out));
          return outputs;
        });
  }

  @ParameterizedTest
  @EnumSource(Behind.class)
  void integers(Behind kind) {
    for (long seed = 0; seed < 12; seed++) {
      ExportedProgram program = quantized(seed * 31 + kind.name().hashCode(), kind, true);
      Ledger ledger = Agreement.check(kind + " seed " + seed, program, Target.cpu(), 1e-5);
      assertWithMessage("%s seed %s\n%s", kind, seed, ledger)
          .that(!NativeKernels.multiply(program) || ledger.int8Coverage() == 1)
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Behind.class)
  void integersOfTheWholeRange(Behind kind) {
    for (long seed = 0; seed < 6; seed++) {
      ExportedProgram program = quantized(seed * 37 + kind.name().hashCode(), kind, false);
      Agreement.check(kind + " seed " + seed, program, Target.cpu(), 1e-5);
    }
  }

  @ParameterizedTest
  @EnumSource(Behind.class)
  void floats(Behind kind) {
    for (long seed = 0; seed < 6; seed++) {
      ExportedProgram program =
          ProgramSketch.of(
              seed * 41 + kind.name().hashCode(),
              at -> {
                Sizes sizes = Sizes.random(at.random(), kind == Behind.ADD_OWN_INPUT_RELU);
                Value x = at.input(DType.FLOAT32, sizes.input());
                Value y =
                    sizes.convolution(at, x, at.weights(sizes.weight()), at.random().nextBoolean());
                return List.of(behind(kind, at, x, Grid.random(at.random(), 3, true), y));
              });
      Agreement.check(kind + " seed " + seed, program, Target.cpu(), 1e-5);
    }
  }

  @Test
  void anotherReaderOfTheSumKeepsItWhole() {
    ExportedProgram program =
        ProgramSketch.of(
            5,
            at -> {
              Random random = at.random();
              Grid grid = Grid.random(random, 3, true);
              Value x = at.rounded(at.input(DType.FLOAT32, 1, 8, 6, 6), grid);
              Value y = at.at().call(AtenOps.CONV2D, x, at.int8Weights(true, 127, 8, 8, 1, 1));
              Value sum = at.at().call(AtenOps.ADD_TENSOR, y, x);
              return List.of(at.at().call(AtenOps.RELU, sum), sum);
            });
    Ledger ledger = Agreement.check("two readers", program, Target.cpu(), 1e-5);
    assertThat(ledger.find("add")).isPresent();
  }
}
