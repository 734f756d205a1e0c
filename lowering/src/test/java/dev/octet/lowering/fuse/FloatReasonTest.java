package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.fuse.Fused.integers;

import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.ProgramSketch.Drawing;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.op.QuantizedOps;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a product stays in floating point, in the words that people read. */
final class FloatReasonTest {
  private static final String ZERO_POINT = "its weight has zero points that are not known to be 0";

  private static String reason(Drawing drawing) {
    return reason(TestPolicy.ANY, drawing);
  }

  private static String reason(FusionPolicy policy, Drawing drawing) {
    Contraction product = Fused.of(policy, drawing).only(Contraction.class);
    assertThat(product.isInt8()).isFalse();
    assertThat(product.input().isQuantized()).isFalse();
    assertThat(product.weight().isQuantized()).isFalse();
    return product.floatReason();
  }

  private static Value linear(ProgramSketch at, Value x, Value weight) {
    return at.at().call(AtenOps.LINEAR, x, weight);
  }

  private static Value bytes(ProgramSketch at, long... sizes) {
    return at.constant(Tensor.allocate(DType.INT8, Shape.of(sizes)));
  }

  private static Value perChannel(
      ProgramSketch at, Value bytes, Value scales, Value zeroPoints, long axis) {
    return at.at()
        .call(
            QuantizedOps.DEQUANTIZE_PER_CHANNEL,
            bytes,
            scales,
            zeroPoints,
            axis,
            -127L,
            127L,
            DType.INT8);
  }

  @Test
  void theInputIsNotQuantized() {
    assertThat(
            reason(at ->
                List.of(linear(at, at.input(DType.FLOAT32, 2, 4), at.int8Weights(true, 60, 3, 4)))))
        .isEqualTo("its input is not quantized");
  }

  @Test
  void theWeightIsNotQuantized() {
    String expected = "its weight is not quantized";
    assertThat(reason(at -> List.of(linear(at, integers(at, 2, 4), at.weights(3, 4)))))
        .isEqualTo(expected);
    assertThat(
            reason(at ->
                List.of(
                    linear(
                        at,
                        integers(at, 2, 4),
                        at.at().call(AtenOps.RELU, at.input(DType.FLOAT32, 3, 4))))))
        .isEqualTo(expected);
    // A producer that reads nothing.
    assertThat(
            reason(at ->
                List.of(
                    linear(
                        at,
                        integers(at, 2, 4),
                        at.at().call(OpName.aten("ones", "default"), List.of(3L, 4L))))))
        .isEqualTo(expected);
  }

  @Test
  void integersAreBeyondWhatKernelsHave() {
    String beyond = " has a scale or zero point that kernels of integers do not compute with";
    Grid zeroPoint = new Grid(DType.UINT8, 0.1, 300, 0, 255);
    assertThat(
            reason(at ->
                List.of(
                    linear(
                        at,
                        at.rounded(at.input(DType.FLOAT32, 2, 4), zeroPoint),
                        at.int8Weights(true, 60, 3, 4)))))
        .isEqualTo("its input" + beyond);
    assertThat(
            reason(at ->
                List.of(
                    at.at()
                        .call(
                            AtenOps.MATMUL,
                            integers(at, 2, 4),
                            at.rounded(at.input(DType.FLOAT32, 4, 3), zeroPoint)))))
        .isEqualTo("its second factor" + beyond);
    assertThat(
            reason(at -> {
              Tensor scales = Tensor.of(new float[] {0.1f, Float.POSITIVE_INFINITY, 0.1f}, 3);
              Value zeros = at.constant(Tensor.allocate(DType.INT64, Shape.of(3)));
              Value weight = perChannel(at, bytes(at, 3, 4), at.constant(scales), zeros, 0);
              return List.of(linear(at, integers(at, 2, 4), weight));
            }))
        .isEqualTo("its weight" + beyond);
  }

  @Test
  void theQuantizedWeightIsNotConstant() {
    String expected = "its quantized weight is not constant";
    Grid symmetric = new Grid(DType.INT8, 0.1, 0, -127, 127);
    assertThat(
            reason(at ->
                List.of(
                    linear(
                        at,
                        integers(at, 2, 4),
                        at.dequantize(at.input(DType.INT8, 3, 4), symmetric)))))
        .isEqualTo(expected);
    assertThat(
            reason(at -> {
              Value x = integers(at, 2, 4);
              Value zeros = at.constant(Tensor.allocate(DType.INT64, Shape.of(3)));
              Value w = perChannel(at, at.input(DType.INT8, 3, 4), at.weights(3), zeros, 0);
              return List.of(linear(at, x, w));
            }))
        .isEqualTo(expected);
  }

  @Test
  void theScalesRunAlongTheInputChannels() {
    assertThat(
            reason(at -> {
              Value x = integers(at, 2, 4);
              Value zeros = at.constant(Tensor.allocate(DType.INT64, Shape.of(4)));
              return List.of(
                  linear(at, x, perChannel(at, bytes(at, 3, 4), at.weights(4), zeros, 1)));
            }))
        .isEqualTo(
            "its weight has scales along dimension 1, which is not that of its output channels");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theScalesRunAlongWhatAProductOfMatricesSumsUp(boolean bias) {
    assertThat(
            reason(at -> {
              Value x = integers(at, 2, 4);
              Value w = at.int8Weights(true, 60, 4, 4);
              return List.of(
                  bias
                      ? at.at().call(AtenOps.ADDMM, at.weights(4), x, w)
                      : at.at().call(AtenOps.MATMUL, x, w));
            }))
        .isEqualTo(
            "its weight has scales along dimension 0, which is not that of its output channels");
  }

  @Test
  void theWeightHasAZeroPoint() {
    Grid shifted = new Grid(DType.INT8, 0.1, 1, -127, 127);
    assertThat(
            reason(at -> {
              Value x = integers(at, 2, 4);
              return List.of(linear(at, x, at.dequantize(bytes(at, 3, 4), shifted)));
            }))
        .isEqualTo(ZERO_POINT);
  }

  @Test
  void oneChannelHasAZeroPoint() {
    assertThat(
            reason(at -> {
              Value x = integers(at, 2, 4);
              Value points = at.constant(Tensor.of(new long[] {0, 0, 5}, 3));
              return List.of(
                  linear(at, x, perChannel(at, bytes(at, 3, 4), at.weights(3), points, 0)));
            }))
        .isEqualTo(ZERO_POINT);
  }

  @Test
  void zeroPointsOfTheRunMayBeOthersThanZero() {
    assertThat(
            reason(at -> {
              Value x = integers(at, 2, 4);
              Value points = at.input(DType.INT64, 3);
              return List.of(
                  linear(at, x, perChannel(at, bytes(at, 3, 4), at.weights(3), points, 0)));
            }))
        .isEqualTo(ZERO_POINT);
  }

  @Test
  void scalesOfTheRunAreNotKnown() {
    assertThat(
            reason(at -> {
              Value x = integers(at, 2, 4);
              Value points = at.constant(Tensor.of(new long[] {0, 0, 0}, 3));
              Value scales = at.input(DType.FLOAT32, 3);
              return List.of(linear(at, x, perChannel(at, bytes(at, 3, 4), scales, points, 0)));
            }))
        .isEqualTo("the scales of its weight are not constant");
  }

  /** Its weight has a scale for each index of the dimension. */
  private static Drawing transposed(long dimension, long groups) {
    return at -> {
      Value x = integers(at, 1, 4, 4, 4);
      long channels = dimension == 0 ? 4 : 3;
      Value w =
          perChannel(
              at,
              bytes(at, 4, 3, 2, 2),
              at.weights(channels),
              at.constant(Tensor.allocate(DType.INT64, Shape.of(channels))),
              dimension);
      List<Long> one = List.of(1L, 1L);
      return List.of(
          at.at()
              .call(
                  AtenOps.CONV_TRANSPOSE2D,
                  x,
                  w,
                  null,
                  one,
                  List.of(0L, 0L),
                  List.of(0L, 0L),
                  groups,
                  one));
    };
  }

  @Test
  void ofATransposedConvolutionTheOutputChannelsAreTheSecondDimension() {
    assertThat(Fused.of(transposed(1, 1)).only(Contraction.class).isInt8()).isTrue();
    assertThat(reason(transposed(0, 1)))
        .isEqualTo(
            "its weight has scales along dimension 0, which is not that of its output channels");
  }

  @Test
  void theGroupsOfATransposedConvolutionShareThatDimension() {
    assertThat(reason(transposed(1, 2)))
        .isEqualTo(
            "its weight has scales along dimension 1, which is not that of its output channels");
  }

  @Test
  void aTransposedConvolutionReadsItsOperandsByTheirNames() {
    Fused fused =
        Fused.of(at -> {
          Value x = at.input(DType.FLOAT32, 1, 2, 4, 4);
          Value w = at.weights(2, 3, 2, 2);
          return List.of(at.at().call(AtenOps.CONV_TRANSPOSE2D, x, w, at.weights(3)));
        });
    assertThat(fused.only(Contraction.class).reads())
        .containsExactly(fused.value("x0"), fused.value("c1"), fused.value("c2"))
        .inOrder();
  }

  /** Of a product of two computed matrices. */
  @Test
  void theFactorsHaveDifferentRanks() {
    Grid signed = new Grid(DType.INT8, 0.05, 3, -128, 127);
    assertThat(
            reason(at ->
                List.of(
                    at.at()
                        .call(
                            AtenOps.MATMUL,
                            integers(at, 5, 2, 4),
                            at.rounded(at.input(DType.FLOAT32, 4, 3), signed)))))
        .isEqualTo("its factors have different ranks");
  }

  @Test
  void theScaleOfAComputedFactorIsNotKnownBefore() {
    String expected = "the run computes both factors, and their scales are not all known before";
    Grid signed = new Grid(DType.INT8, 0.05, 3, -128, 127);
    assertThat(
            reason(at ->
                List.of(
                    at.at()
                        .call(
                            AtenOps.MATMUL,
                            integers(at, 2, 4),
                            at.dynamicallyRounded(at.input(DType.FLOAT32, 4, 3))))))
        .isEqualTo(expected);
    assertThat(
            reason(at ->
                List.of(
                    at.at()
                        .call(
                            AtenOps.MATMUL,
                            at.dynamicallyRounded(at.input(DType.FLOAT32, 2, 4)),
                            at.rounded(at.input(DType.FLOAT32, 4, 3), signed)))))
        .isEqualTo(expected);
  }

  @Test
  void thePolicySaysWhyInItsOwnWords() {
    TestPolicy policy = new TestPolicy(Optional.of("no such unit"), ImmutableSet.of());
    assertThat(
            reason(
                policy,
                at -> List.of(linear(at, integers(at, 2, 4), at.int8Weights(true, 60, 3, 4)))))
        .isEqualTo("no such unit");
  }

  /** Remembers what it was asked. */
  private record Curious(List<String> questions) implements FusionPolicy {
    @Override
    public Optional<String> declinesInt8(Node product, DType input, long largest, Weight weight) {
      questions.add(
          input
              + " up to "
              + largest
              + " by "
              + weight.dtype()
              + weight.value().tensorType().shape());
      return Optional.of("no");
    }

    @Override
    public Optional<String> declinesElementwise(Node node) {
      return Optional.empty();
    }

    @Override
    public boolean repeats(Node node, List<Node> readers) {
      return false;
    }
  }

  @Test
  void thePolicyIsAskedOnceAboutWhatIsMultiplied() {
    Curious policy = new Curious(new ArrayList<>());
    Grid half = new Grid(DType.UINT8, 0.05, 10, 0, 127);
    Fused.of(
        policy,
        at -> {
          Value first = linear(at, at.input(DType.FLOAT32, 2, 4), at.weights(4, 4));
          Value x = at.rounded(first, half);
          return List.of(linear(at, x, at.int8Weights(true, 60, 3, 4)));
        });
    assertThat(policy.questions()).containsExactly("u8 up to 127 by s8[3, 4]");
  }

  @Test
  void thePolicyIsAskedAboutTheWholeRangeOfIntegersOfTheRun() {
    Curious policy = new Curious(new ArrayList<>());
    Fused.of(
        policy,
        at -> {
          Value x = at.dynamicallyRounded(at.input(DType.FLOAT32, 2, 4));
          return List.of(linear(at, x, at.int8Weights(false, 60, 3, 4)));
        });
    assertThat(policy.questions()).containsExactly("u8 up to 255 by s8[3, 4]");
  }
}
