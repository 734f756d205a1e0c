package dev.octet.quantizer.observe;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.octet.quantizer.spec.QScheme.PER_CHANNEL_AFFINE;
import static dev.octet.quantizer.spec.QScheme.PER_CHANNEL_AFFINE_FLOAT_QPARAMS;
import static dev.octet.quantizer.spec.QScheme.PER_CHANNEL_SYMMETRIC;
import static dev.octet.quantizer.spec.QScheme.PER_TENSOR_AFFINE;
import static dev.octet.quantizer.spec.QScheme.PER_TENSOR_SYMMETRIC;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The observers that keep a range, against PyTorch's results. */
final class RangeObserversTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final Tensor WEIGHT = Tensor.of(new float[] {1, -2, 0, 0, 3, 4}, 3, 2);

  private static Observer minMax(DType dtype, QScheme scheme) {
    return Observer.of(
        QuantizationSpec.builder(dtype, ObserverKind.minMax(ObserverKind.DEFAULT_EPS))
            .qscheme(scheme)
            .build());
  }

  private static QParams observed(Observer observer, Tensor... tensors) {
    ObserverState state = observer.initialState();
    for (Tensor tensor : tensors) {
      state = observer.observe(state, tensor);
    }
    return observer.qparams(state);
  }

  private static Tensor vector(float... values) {
    return Tensor.of(values, values.length);
  }

  /** Parameters for the values −1, 0.5 and 3; a range of null is that of the type. */
  record Golden(
      DType dtype,
      QScheme scheme,
      @Nullable QuantRange range,
      boolean reduce,
      double scale,
      long zeroPoint) {}

  static Stream<Golden> goldens() {
    return Stream.of(
        new Golden(DType.INT8, PER_TENSOR_AFFINE, null, false, 0.01568627543747425, -64),
        new Golden(DType.INT8, PER_TENSOR_AFFINE, null, true, 0.031496062874794006, -32),
        new Golden(
            DType.INT8,
            PER_TENSOR_AFFINE,
            new QuantRange(-127, 127),
            true,
            0.031496062874794006,
            -32),
        new Golden(DType.UINT8, PER_TENSOR_AFFINE, null, false, 0.01568627543747425, 64),
        new Golden(DType.INT16, PER_TENSOR_AFFINE, null, false, 6.103608757257462e-05, -16384),
        new Golden(DType.INT16, PER_TENSOR_AFFINE, null, true, 6.103608757257462e-05, -16384),
        new Golden(
            DType.INT32, PER_TENSOR_AFFINE, null, false, 1.1920928955078125e-07, -2139095040),
        new Golden(DType.INT8, PER_TENSOR_SYMMETRIC, null, false, 0.0235294122248888, 0),
        new Golden(DType.UINT8, PER_TENSOR_SYMMETRIC, null, false, 0.0235294122248888, 128),
        new Golden(
            DType.UINT8,
            PER_TENSOR_SYMMETRIC,
            new QuantRange(0, 255),
            false,
            0.0235294122248888,
            127),
        new Golden(
            DType.UINT8,
            PER_TENSOR_SYMMETRIC,
            new QuantRange(0, 127),
            false,
            0.04724409431219101,
            63),
        new Golden(
            DType.UINT8,
            PER_TENSOR_SYMMETRIC,
            new QuantRange(0, 255),
            true,
            0.04724409431219101,
            63),
        new Golden(DType.INT16, PER_TENSOR_SYMMETRIC, null, false, 9.155413135886192e-05, 0));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void minMaxAgreesWithPyTorch(Golden golden) {
    QuantizationSpec.Builder spec =
        QuantizationSpec.builder(
                golden.dtype(), new ObserverKind.MinMax(ObserverKind.DEFAULT_EPS, golden.reduce()))
            .qscheme(golden.scheme());
    if (golden.range() != null) {
      spec.range(golden.range().min(), golden.range().max());
    }
    DType zeroPointType = golden.scheme().isSymmetric() ? DType.INT64 : DType.INT32;
    assertThat(observed(Observer.of(spec.build()), vector(-1, 0.5f, 3)))
        .isEqualTo(QParams.of((float) golden.scale(), golden.zeroPoint(), zeroPointType));
  }

  @Test
  void degenerateValues() {
    Observer affine = minMax(DType.INT8, PER_TENSOR_AFFINE);
    assertThat(observed(affine)).isEqualTo(QParams.of(1, 0, DType.INT64));
    assertThat(observed(affine, vector())).isEqualTo(QParams.of(1, 0, DType.INT64));
    assertThat(observed(affine, vector(5, 5)))
        .isEqualTo(QParams.of(0.019607844f, -128, DType.INT32));
    assertThat(observed(affine, vector(-5))).isEqualTo(QParams.of(0.019607844f, 127, DType.INT32));
    assertThat(observed(affine, vector(0, 0))).isEqualTo(QParams.of(0x1p-23f, -128, DType.INT32));
  }

  private static QParams scaled(Observer observer, float min, float max) {
    return observer.qparams(new ObserverState.Range(min, max));
  }

  /** The formula for ranges that PyTorch's observers have after infinite values. */
  @Test
  void infiniteRanges() {
    assertThat(scaled(minMax(DType.INT8, PER_TENSOR_AFFINE), 1, INF))
        .isEqualTo(QParams.of(INF, -128, DType.INT32));
    assertThat(scaled(minMax(DType.INT8, PER_TENSOR_AFFINE), -INF, 1))
        .isEqualTo(QParams.of(INF, 127, DType.INT32));
    assertThat(scaled(minMax(DType.INT8, PER_TENSOR_SYMMETRIC), 1, INF))
        .isEqualTo(QParams.of(INF, 0, DType.INT64));
    // The quotient of two infinities is converted and subtracted in int32: wrapped for uint8 and
    // int32.
    assertThat(scaled(minMax(DType.UINT8, PER_TENSOR_AFFINE), -INF, 1))
        .isEqualTo(QParams.of(INF, 0, DType.INT32));
    assertThat(scaled(minMax(DType.INT16, PER_TENSOR_AFFINE), -INF, 1))
        .isEqualTo(QParams.of(INF, 32767, DType.INT32));
    assertThat(scaled(minMax(DType.INT32, PER_TENSOR_AFFINE), -INF, 1))
        .isEqualTo(QParams.of(INF, 0, DType.INT32));
    assertThat(observed(minMax(DType.INT32, PER_TENSOR_AFFINE), vector(-1000, 0)))
        .isEqualTo(QParams.of(2.3283064e-07f, 0, DType.INT32));
  }

  private static Observer of(ObserverKind kind) {
    return Observer.of(
        QuantizationSpec.builder(DType.INT8, kind)
            .qscheme(kind.isPerChannel() ? PER_CHANNEL_SYMMETRIC : PER_TENSOR_AFFINE)
            .channelAxis(0)
            .build());
  }

  @Test
  void infiniteValuesAreRefusedWhereTheyMakeTheScaleInfinite() {
    for (ObserverKind kind :
        List.of(
            ObserverKind.minMax(0x1p-12),
            ObserverKind.movingAverageMinMax(0x1p-12),
            ObserverKind.perChannelMinMax(0x1p-12),
            ObserverKind.movingAveragePerChannelMinMax(0x1p-12))) {
      Observer observer = of(kind);
      Exception below =
          assertThrows(
              ObserverException.class,
              () ->
                  observer.observe(
                      observer.initialState(),
                      Tensor.of(new float[] {1, 2, 3, -INF, 5, INF}, 3, 2)));
      assertThat(below)
          .hasMessageThat()
          .startsWith(
              observer.className()
                  + ": 2 of the 6 values of the tensor f32[3, 2] are infinite, the first is"
                  + " -Infinity at index 3");
      Exception above =
          assertThrows(
              ObserverException.class,
              () -> observer.observe(observer.initialState(), vector(1, INF)));
      assertThat(above).hasMessageThat().contains("the first is Infinity at index 1");
      ObserverState widest =
          observer.observe(observer.initialState(), vector(-Float.MAX_VALUE, Float.MAX_VALUE));
      assertThat(widest.isEmpty()).isFalse();
    }
  }

  @Test
  void infiniteValuesDoNotHinderDynamicScales() {
    Observer dynamic =
        Observer.of(
            QuantizationSpec.builder(DType.INT8, ObserverKind.minMax(0x1p-12))
                .qscheme(PER_TENSOR_AFFINE)
                .dynamic(true)
                .build());
    assertThat(dynamic.observe(dynamic.initialState(), vector(1, INF)))
        .isEqualTo(new ObserverState.Range(1, INF));
  }

  @Test
  void rangesGrowOverTensors() {
    Observer observer = minMax(DType.INT8, PER_TENSOR_AFFINE);
    ObserverState state =
        observer.observe(observer.observe(observer.initialState(), vector(0, 1)), vector(-1, 0.5f));
    assertThat(state).isEqualTo(new ObserverState.Range(-1, 1));
  }

  @Test
  void movingAverage() {
    Observer observer =
        Observer.of(
            QuantizationSpec.builder(DType.INT8, ObserverKind.movingAverageMinMax(0x1p-23))
                .qscheme(PER_TENSOR_AFFINE)
                .build());
    ObserverState state =
        observer.observe(observer.observe(observer.initialState(), vector(0, 1)), vector(-1, 3));
    assertThat(state).isEqualTo(new ObserverState.Range(-0.01f, 1.02f));
    assertThat(observer.qparams(state)).isEqualTo(QParams.of(0.0040392154f, -126, DType.INT32));
  }

  private static Observer perChannel(
      DType dtype, QScheme scheme, int axis, double eps, long... range) {
    QuantizationSpec.Builder spec =
        QuantizationSpec.builder(dtype, ObserverKind.perChannelMinMax(eps))
            .qscheme(scheme)
            .channelAxis(axis);
    return Observer.of((range.length == 0 ? spec : spec.range(range[0], range[1])).build());
  }

  @Test
  void perChannelAgreesWithPyTorch() {
    assertThat(
            observed(perChannel(DType.INT8, PER_CHANNEL_SYMMETRIC, 0, 0x1p-23, -127, 127), WEIGHT))
        .isEqualTo(
            QParams.ofIntegers(
                new float[] {0.015748031f, 0x1p-23f, 0.031496063f}, new long[3], DType.INT64));
    assertThat(observed(perChannel(DType.INT8, PER_CHANNEL_AFFINE, 0, 0x1p-23), WEIGHT))
        .isEqualTo(
            QParams.ofIntegers(
                new float[] {0.011764706f, 0x1p-23f, 0.015686275f},
                new long[] {42, -128, -128},
                DType.INT32));
    assertThat(observed(perChannel(DType.INT8, PER_CHANNEL_SYMMETRIC, 1, 0x1p-23), WEIGHT))
        .isEqualTo(
            QParams.ofIntegers(new float[] {0.023529412f, 0.03137255f}, new long[2], DType.INT64));
    QParams real =
        observed(perChannel(DType.UINT8, PER_CHANNEL_AFFINE_FLOAT_QPARAMS, 0, 0x1p-12), WEIGHT);
    assertThat(real)
        .isEqualTo(
            QParams.ofReals(
                new float[] {0.011764706f, 1, 0.003921569f}, new float[] {170, -0f, -764.99994f}));
    assertThat(real.zeroPointTensor().toFloatArray())
        .isEqualTo(new float[] {170, -0f, -764.99994f});
    assertThat(observed(perChannel(DType.INT8, PER_CHANNEL_AFFINE, 0, 0x1p-23)))
        .isEqualTo(QParams.of(1, 0, DType.INT64));
  }

  @Test
  void everyAxisAndLayoutGivesTheRangesOfItsSlices() {
    float[] values = new float[2 * 3 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7 % 11 - 5) / 4f;
    }
    Tensor tensor = Tensor.of(values, 2, 3, 5);
    Tensor turned =
        Tensor.view(tensor.segment(), DType.FLOAT32, Shape.of(5, 2, 3), new long[] {1, 15, 5}, 0);
    for (int axis = 0; axis < 3; axis++) {
      Observer observer = perChannel(DType.INT8, PER_CHANNEL_AFFINE, axis, 0x1p-23);
      Observer ofTurned = perChannel(DType.INT8, PER_CHANNEL_AFFINE, (axis + 1) % 3, 0x1p-23);
      ObserverState.Channels channels =
          (ObserverState.Channels) observer.observe(observer.initialState(), tensor);
      assertThat(ofTurned.observe(ofTurned.initialState(), turned)).isEqualTo(channels);
      int[] steps = {15, 5, 1};
      for (int c = 0; c < channels.size(); c++) {
        float min = INF;
        for (int i = 0; i < values.length; i++) {
          min = i / steps[axis] % tensor.shape().size(axis) == c ? Math.min(min, values[i]) : min;
        }
        assertWithMessage("axis %s channel %s", axis, c).that(channels.min(c)).isEqualTo(min);
      }
    }
  }

  @Test
  void movingAveragePerChannel() {
    Observer observer =
        Observer.of(
            QuantizationSpec.builder(
                    DType.INT8, ObserverKind.movingAveragePerChannelMinMax(0x1p-23))
                .qscheme(PER_CHANNEL_AFFINE)
                .channelAxis(0)
                .build());
    ObserverState state =
        observer.observe(observer.initialState(), Tensor.of(new float[] {0, 1, 5, 6}, 2, 2));
    state = observer.observe(state, Tensor.of(new float[] {-1, 3, 5, 6}, 2, 2));
    assertThat(state)
        .isEqualTo(ObserverState.Channels.of(new float[] {-0.01f, 5}, new float[] {1.02f, 6}));
  }

  @Test
  void refusesOtherChannelsThanBefore() {
    Observer observer = perChannel(DType.INT8, PER_CHANNEL_SYMMETRIC, 0, 0x1p-23);
    ObserverState state = observer.observe(observer.initialState(), WEIGHT);
    Exception error =
        assertThrows(
            ObserverException.class, () -> observer.observe(state, Tensor.of(new float[4], 2, 2)));
    assertThat(error)
        .hasMessageThat()
        .contains("the tensor has 2 channels at axis 0, earlier ones had 3");
    Exception rank =
        assertThrows(
            ObserverException.class,
            () -> observer.observe(state, Tensor.scalar(DType.FLOAT32, 1.0)));
    assertThat(rank)
        .hasMessageThat()
        .contains("the channel axis is 0, but the tensor f32[] has 0 dimensions");
  }

  @Test
  void refusesNaN() {
    Observer observer = minMax(DType.INT8, PER_TENSOR_AFFINE);
    Exception error =
        assertThrows(
            ObserverException.class,
            () -> observer.observe(observer.initialState(), vector(1, Float.NaN, 2, -Float.NaN)));
    assertThat(error)
        .hasMessageThat()
        .startsWith(
            "MinMaxObserver: 2 of the 4 values of the tensor f32[4] are NaN, the first at index 1");
    Observer channels = perChannel(DType.INT8, PER_CHANNEL_SYMMETRIC, 0, 0x1p-23);
    assertThrows(
        ObserverException.class,
        () ->
            channels.observe(channels.initialState(), Tensor.of(new float[] {1, Float.NaN}, 1, 2)));
  }
}
