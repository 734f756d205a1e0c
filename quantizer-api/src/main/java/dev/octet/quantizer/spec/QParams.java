package dev.octet.quantizer.spec;

import com.google.common.base.Preconditions;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;

/**
 * Scales and zero points: one of each for a tensor, or one for each channel. {@code real =
 * (quantized − zeroPoint) · scale}. Immutable; compared by value, bit by bit.
 */
public final class QParams {
  private final float[] scales;
  // Exact for all three types that a zero point may have.
  private final double[] zeroPoints;
  private final DType zeroPointType;

  private QParams(float[] scales, double[] zeroPoints, DType zeroPointType) {
    Preconditions.checkArgument(
        scales.length == zeroPoints.length,
        "%s scales and %s zero points",
        scales.length,
        zeroPoints.length);
    this.scales = scales;
    this.zeroPoints = zeroPoints;
    this.zeroPointType = zeroPointType;
  }

  /**
   * Integer zero points.
   *
   * @param zeroPointType the type they have as a tensor: s32 or s64
   */
  public static QParams ofIntegers(float[] scales, long[] zeroPoints, DType zeroPointType) {
    Preconditions.checkArgument(
        zeroPointType == DType.INT32 || zeroPointType == DType.INT64,
        "zero points of type %s",
        zeroPointType);
    return new QParams(
        scales.clone(), Arrays.stream(zeroPoints).asDoubleStream().toArray(), zeroPointType);
  }

  /** Real zero points, as embedding tables have. */
  public static QParams ofReals(float[] scales, float[] zeroPoints) {
    double[] exact = new double[zeroPoints.length];
    Arrays.setAll(exact, i -> zeroPoints[i]);
    return new QParams(scales.clone(), exact, DType.FLOAT32);
  }

  /** One scale and one integer zero point. */
  public static QParams of(float scale, long zeroPoint, DType zeroPointType) {
    return ofIntegers(new float[] {scale}, new long[] {zeroPoint}, zeroPointType);
  }

  /** What an observer that has seen nothing gives: scale 1, zero point 0, as in PyTorch. */
  public static QParams untouched() {
    return of(1, 0, DType.INT64);
  }

  /** 1, or the number of channels. */
  public int size() {
    return scales.length;
  }

  /** The only scale. */
  public float scale() {
    return scales[only()];
  }

  /** The only zero point, an integer. */
  public long zeroPoint() {
    return zeroPoint(only());
  }

  private int only() {
    Preconditions.checkState(
        scales.length == 1, "%s channels, expected one scale for the tensor", scales.length);
    return 0;
  }

  public float scale(int channel) {
    return scales[channel];
  }

  public long zeroPoint(int channel) {
    Preconditions.checkState(
        zeroPointType != DType.FLOAT32, "the zero points are real numbers; call realZeroPoint");
    return (long) zeroPoints[channel];
  }

  /** A zero point of any type. */
  public double realZeroPoint(int channel) {
    return zeroPoints[channel];
  }

  /**
   * The type of the zero points as a tensor: s64 for symmetric schemes, s32 for affine ones, f32
   * where they are real numbers.
   */
  public DType zeroPointType() {
    return zeroPointType;
  }

  /** The scales as f32[size]. */
  public Tensor scaleTensor() {
    return Tensor.of(scales, scales.length);
  }

  /** The zero points, of {@link #zeroPointType()}, [size]. */
  public Tensor zeroPointTensor() {
    Tensor tensor = Tensor.allocate(zeroPointType, Shape.of(zeroPoints.length));
    for (int i = 0; i < zeroPoints.length; i++) {
      tensor.setDouble(i, zeroPoints[i]);
    }
    return tensor;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QParams that
        && zeroPointType == that.zeroPointType
        && Arrays.equals(scales, that.scales)
        && Arrays.equals(zeroPoints, that.zeroPoints);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(scales) * 31 + Arrays.hashCode(zeroPoints);
  }

  /** {@code scale 0.0117 zero point -128}; for channels, all of them in brackets. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("scale ");
    text.append(scales.length == 1 ? Float.toString(scales[0]) : Arrays.toString(scales))
        .append(" zero point ");
    if (zeroPointType == DType.FLOAT32) {
      return text.append(Arrays.toString(zeroPoints)).toString();
    }
    long[] integers = Arrays.stream(zeroPoints).mapToLong(z -> (long) z).toArray();
    return text.append(
            integers.length == 1 ? Long.toString(integers[0]) : Arrays.toString(integers))
        .toString();
  }
}
