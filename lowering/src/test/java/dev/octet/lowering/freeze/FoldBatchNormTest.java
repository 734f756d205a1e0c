package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.base.Splitter;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BatchNorm behind convolutions of batches, and of one image, whose rows it normalizes. */
final class FoldBatchNormTest {
  private static final OpName BATCH_NORM = OpName.aten("batch_norm", "default");

  private static long[] sizes(String text) {
    return Splitter.on('x').splitToStream(text).mapToLong(Long::parseLong).toArray();
  }

  private static Value positive(ProgramSketch at, long count) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(count));
    for (long i = 0; i < count; i++) {
      tensor.setDouble(i, 0.5 + 0.25 * i);
    }
    return at.constant(tensor);
  }

  /** Normalizes as many channels as the second dimension has. */
  private static FrozenGraph drawn(String name, String input, String weight) {
    return BoundSketch.of(at -> {
      Value y =
          at.at()
              .call(
                  OpName.aten(name, "default"),
                  at.input(DType.FLOAT32, sizes(input)),
                  at.weights(sizes(weight)));
      long channels = y.tensorType().shape().size(1);
      Value mean = at.weights(channels);
      Value variance = positive(at, channels);
      Value scale = at.weights(channels);
      Value offset = at.weights(channels);
      return List.of(
          at.at().call(BATCH_NORM, y, scale, offset, mean, variance, false, 0.1, 1e-5, false));
    });
  }

  @ParameterizedTest
  @CsvSource({
    "conv1d, 2x3x9,   4x3x3,   1",
    "conv1d, 3x9,     4x3x3,   2",
    "conv1d, 3x5,     5x3x1,   2",
    "conv2d, 2x3x7x8, 4x3x3x3, 1",
    "conv2d, 3x7x8,   5x3x3x3, 2",
    "conv2d, 3x5x4,   6x3x1x1, 2"
  })
  void givesTheSameNumbers(String name, String input, String weight, int left) {
    FrozenGraph before = drawn(name, input, weight);
    FrozenGraph after = FoldBatchNorm.apply(before, Arena.ofAuto());
    assertThat(after.graph().nodes()).hasSize(left);
    SameNumbers.hold(name + " of " + input, before, after, _ -> 1e-4);
  }

  /** Evaluation needs them; the reference says so when it comes to the node. */
  @Test
  void aBatchNormWithoutStatisticsStays() {
    FrozenGraph drawn =
        BoundSketch.of(at -> {
          Value x = at.input(DType.FLOAT32, 2, 3, 7, 8);
          Value y = at.at().call(OpName.aten("conv2d", "default"), x, at.weights(4, 3, 3, 3));
          Value scale = at.weights(4);
          return List.of(
              at.at().call(BATCH_NORM, y, scale, scale, null, null, false, 0.1, 1e-5, false));
        });
    assertThat(FoldBatchNorm.apply(drawn, Arena.ofAuto()).graph()).isEqualTo(drawn.graph());
  }
}
