package dev.octet.quantizer.observe;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HistogramObserverTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final HistogramObserver AFFINE =
      observer(DType.INT8, QScheme.PER_TENSOR_AFFINE, -128, 127);
  private static final HistogramObserver SYMMETRIC =
      observer(DType.INT8, QScheme.PER_TENSOR_SYMMETRIC, -128, 127);

  private static HistogramObserver observer(DType dtype, QScheme scheme, long min, long max) {
    return (HistogramObserver)
        Observer.of(
            QuantizationSpec.builder(dtype, ObserverKind.histogram(0x1p-12))
                .qscheme(scheme)
                .range(min, max)
                .build());
  }

  /** PyTorch's results for tensors observed one after the other, range −128..127. */
  record Golden(
      String name,
      List<float[]> observed,
      double min,
      double max,
      int usedBins,
      double total,
      double low,
      double high,
      double scale,
      int zeroPoint) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Golden> goldens() {
    float[] a0 = wave(0);
    float[] cube = scaled(power(a0, 3), 1f / 16);
    return Stream.of(
        new Golden(
            "a wave",
            List.of(a0),
            -3.90625,
            3.90625,
            2047,
            4000,
            -3.90625,
            3.9024353,
            0.030622296,
            0),
        new Golden(
            "relu",
            List.of(relu(wave(1))),
            0,
            3.90625,
            2001,
            4000,
            0,
            3.90052795,
            0.0152961882,
            -128),
        new Golden(
            "a wave, relu",
            List.of(a0, relu(wave(1))),
            -3.90625,
            3.90625,
            2047,
            8000,
            -3.90625,
            3.87954712,
            0.030532537,
            0),
        new Golden(
            "growing",
            List.of(a0, scaled(wave(1), 2), scaled(wave(2), 4)),
            -15.625,
            15.625,
            2048,
            12000,
            -15.625,
            15.6097412,
            0.122489184,
            0),
        new Golden(
            "shrinking",
            List.of(scaled(wave(2), 4), a0),
            -15.625,
            15.625,
            2048,
            8000,
            -15.625,
            15.6097412,
            0.122489184,
            0),
        new Golden(
            "constant, then a wave",
            List.of(constant(3, 10), a0),
            -3.90625,
            3.90625,
            2047,
            4010,
            -3.90625,
            3.9024353,
            0.030622296,
            0),
        new Golden(
            "cubes",
            List.of(cube),
            -3.7252903,
            3.7252903,
            1849,
            4000,
            -3.7252903,
            3.69618654,
            0.0291038305,
            0),
        new Golden(
            "growing cubes",
            List.of(cube, scaled(scaled(power(wave(5), 3), 1.5f), 1f / 16)),
            -5.58793545,
            5.58793545,
            1872,
            8000,
            -5.58793545,
            5.54428005,
            0.0436557457,
            0),
        new Golden(
            "fifth powers",
            List.of(scaled(power(a0, 5), 1f / 256)),
            -3.55271363,
            3.55271363,
            1471,
            4000,
            -3.55271363,
            3.5249579,
            0.0277555753,
            0),
        new Golden(
            "an outlier above",
            List.of(with(a0, 1000)),
            -3.90625,
            1000,
            17,
            4001,
            -3.90625,
            999.509827,
            3.9349649,
            -127),
        new Golden(
            "an outlier below",
            List.of(with(a0, -1000)),
            -1000,
            3.90625,
            17,
            4001,
            -1000,
            3.41607666,
            3.9349649,
            126),
        new Golden(
            "two values",
            List.of(new float[] {-2, 1}),
            -2,
            1,
            2,
            2,
            -2,
            0.998535156,
            0.0117589617,
            42),
        new Golden("threes", List.of(constant(3, 3)), 3, 3, 1, 3, 3, 3, 0.0117647061, -128),
        new Golden("zeros", List.of(constant(0, 5)), 0, 0, 1, 5, 0, 0, 0.000244140625, -128),
        new Golden("one value", List.of(constant(-2, 1)), -2, -2, 1, 1, -2, -2, 0.00784313772, 127),
        new Golden(
            "an infinity",
            List.of(new float[] {INF, 1, 2}),
            1,
            2,
            2,
            2,
            1,
            1.99951172,
            0.00784122199,
            -128));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void agreesWithPyTorch(Golden golden) {
    ObserverState.Histogram state = observed(AFFINE, golden.observed());
    double total = 0;
    int used = 0;
    for (float count : state.counts()) {
      total += count;
      used += count > 0 ? 1 : 0;
    }
    assertThat(state.min()).isEqualTo((float) golden.min());
    assertThat(state.max()).isEqualTo((float) golden.max());
    assertThat(used).isEqualTo(golden.usedBins());
    assertThat(total).isEqualTo(golden.total());
    ObserverState.Range range = AFFINE.quantizedRange(state);
    assertThat(range)
        .isEqualTo(new ObserverState.Range((float) golden.low(), (float) golden.high()));
    assertThat(AFFINE.qparams(state))
        .isEqualTo(QParams.of((float) golden.scale(), golden.zeroPoint(), DType.INT32));
  }

  @Test
  void unsignedRangeMovesTheZeroPoint() {
    HistogramObserver unsigned = observer(DType.UINT8, QScheme.PER_TENSOR_AFFINE, 0, 255);
    goldens()
        .forEach(golden ->
            assertWithMessage("%s", golden)
                .that(unsigned.qparams(observed(unsigned, golden.observed())))
                .isEqualTo(
                    QParams.of((float) golden.scale(), golden.zeroPoint() + 128, DType.INT32)));
  }

  @Test
  void symmetricScale() {
    float[] a0 = wave(0);
    assertThat(SYMMETRIC.qparams(observed(SYMMETRIC, List.of(a0))))
        .isEqualTo(QParams.of(0.030637255f, 0, DType.INT64));
    assertThat(SYMMETRIC.qparams(observed(SYMMETRIC, List.of(relu(wave(1))))))
        .isEqualTo(QParams.of(0.030592376f, 0, DType.INT64));
    assertThat(SYMMETRIC.qparams(observed(SYMMETRIC, List.of(scaled(power(a0, 3), 1f / 16)))))
        .isEqualTo(QParams.of(0.029217964f, 0, DType.INT64));
  }

  @Test
  void nothingSeenGivesTheDefault() {
    ObserverState state = AFFINE.initialState();
    assertThat(state.isEmpty()).isTrue();
    state = AFFINE.observe(state, Tensor.of(new float[0], 0));
    state = AFFINE.observe(state, Tensor.of(new float[] {INF, INF}, 2));
    assertThat(state).isEqualTo(AFFINE.initialState());
    assertThat(AFFINE.qparams(state)).isEqualTo(QParams.of(1, 0, DType.INT64));
  }

  @Test
  void infinitiesAreLeftOutOfLaterTensorsToo() {
    ObserverState with = observed(AFFINE, List.of(wave(0), new float[] {1, INF, -INF, 2}));
    ObserverState without = observed(AFFINE, List.of(wave(0), new float[] {1, 2}));
    assertThat(with).isEqualTo(without);
  }

  @Test
  void refusesNaN() {
    ObserverState state = observed(AFFINE, List.of(wave(0)));
    Tensor bad = Tensor.of(new float[] {1, 2, Float.NaN, 3}, 2, 2);
    ObserverException first =
        assertThrows(ObserverException.class, () -> AFFINE.look(bad, AFFINE.initialState()));
    ObserverException later = assertThrows(ObserverException.class, () -> AFFINE.look(bad, state));
    assertThat(first)
        .hasMessageThat()
        .contains("1 of the 4 values of the tensor f32[2, 2] are NaN, the first at index 2");
    assertThat(later).hasMessageThat().isEqualTo(first.getMessage());
  }

  @Test
  void refusesARangeThatOverflows() {
    Tensor wide = Tensor.of(new float[] {-3e38f, 3e38f}, 2);
    ObserverException error =
        assertThrows(ObserverException.class, () -> AFFINE.look(wide, AFFINE.initialState()));
    assertThat(error).hasMessageThat().contains("-3.0E38 to 3.0E38");
  }

  @Test
  void hugeConstantsGoIntoOneBin() {
    ObserverState.Histogram state = observed(AFFINE, List.of(constant(1e9f, 5)));
    assertThat(state.count(0)).isEqualTo(5);
    assertThat(AFFINE.qparams(state)).isEqualTo(QParams.of(1e9f / 255, -128, DType.INT32));
  }

  /** Float32 counters hold 2<sup>24</sup> and no odd number beyond: PyTorch's end there. */
  @Test
  void noTensorCountsForMoreThanAFloatCounts() {
    int most = 1 << 24;
    for (float value : new float[] {0, 1e9f}) {
      ObserverState.Histogram state = observed(AFFINE, List.of(constant(value, most + 2)));
      float counted = 0;
      for (float count : state.counts()) {
        counted += count;
      }
      assertThat(counted).isEqualTo(most);
    }
  }

  /** PyTorch's ranges where the share that is cut off is just that of whole bins. */
  @Test
  void binsOfJustTheShareAreKept() {
    assertThat(searched(1, 3, 10, 99866, 5, 1, 100, 3, 3, 5, 1, 2))
        .isEqualTo(new ObserverState.Range(-2, 1.6666667f));
    assertThat(searched(99978, 10, 1, 3, 5, 2, 1, 0)).isEqualTo(new ObserverState.Range(-2, 1));
  }

  private static ObserverState.Range searched(float... counts) {
    return AFFINE.quantizedRange(ObserverState.Histogram.of(-2, 2, counts));
  }

  @Test
  void staleLookGivesTheSameState() {
    ObserverState none = AFFINE.initialState();
    ObserverState one = AFFINE.observe(none, Tensor.of(wave(0), 4000));
    ObserverState two = AFFINE.observe(one, Tensor.of(scaled(wave(1), 2), 4000));
    Tensor next = Tensor.of(scaled(wave(3), 1.5f), 4000);
    ObserverState expected = AFFINE.update(two, AFFINE.look(next, two));
    assertThat(AFFINE.update(two, AFFINE.look(next, none))).isEqualTo(expected);
    assertThat(AFFINE.update(two, AFFINE.look(next, one))).isEqualTo(expected);
    // Even if the state was reset in between.
    assertThat(AFFINE.update(none, AFFINE.look(next, two))).isEqualTo(AFFINE.observe(none, next));
  }

  @Test
  void layoutAndTypeDoNotMatter() {
    float[] values = wave(0);
    Tensor plain = Tensor.of(values, 40, 100);
    Tensor transposed =
        Tensor.view(plain.segment(), DType.FLOAT32, Shape.of(100, 40), new long[] {1, 100}, 0);
    Tensor wide = plain.to(DType.FLOAT64, Arena.ofAuto());
    ObserverState expected = AFFINE.observe(AFFINE.initialState(), plain);
    assertThat(AFFINE.observe(AFFINE.initialState(), transposed)).isEqualTo(expected);
    assertThat(AFFINE.observe(AFFINE.initialState(), wide)).isEqualTo(expected);
  }

  private static ObserverState.Histogram observed(
      HistogramObserver observer, List<float[]> tensors) {
    ObserverState state = observer.initialState();
    for (float[] values : tensors) {
      state = observer.observe(state, Tensor.of(values, values.length));
    }
    return (ObserverState.Histogram) state;
  }

  /** 4000 values in −3.9 to 3.9, exact in float32. */
  private static float[] wave(int k) {
    float[] values = new float[4000];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((i * 7919 + k * 131) % 4001 - 2000) / 512f;
    }
    return values;
  }

  private static float[] relu(float[] values) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.max(result[i], 0);
    }
    return result;
  }

  private static float[] power(float[] values, int exponent) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      for (int k = 1; k < exponent; k++) {
        result[i] *= values[i];
      }
    }
    return result;
  }

  private static float[] scaled(float[] values, float factor) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= factor;
    }
    return result;
  }

  private static float[] constant(float value, int size) {
    float[] result = new float[size];
    Arrays.fill(result, value);
    return result;
  }

  private static float[] with(float[] values, float one) {
    float[] result = Arrays.copyOf(values, values.length + 1);
    result[values.length] = one;
    return result;
  }
}
