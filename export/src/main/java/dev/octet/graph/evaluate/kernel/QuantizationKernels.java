package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Quantize and dequantize. Per tensor: q = clamp(round(x · f32(1/scale)) + zero point), the
 * reciprocal taken in double, the rest in float32; x = (q − zero point) · scale in the type of the
 * output. With tensors of scales every step has the promoted type of its operands, and per token
 * and per group the zero point is added before rounding. Rounding is to the nearest, ties to even.
 *
 * <p>{@link ByteQuantization} does the common case.
 */
final class QuantizationKernels {
  private static final String NAMESPACE = "quantized_decomposed.";

  private QuantizationKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        QuantizationKernels::quantizedPerTensor,
        NAMESPACE + "quantize_per_tensor.default",
        NAMESPACE + "quantize_per_tensor.tensor",
        NAMESPACE + "quantize_per_tensor.tensor2");
    kernels.add(
        QuantizationKernels::dequantizedPerTensor,
        NAMESPACE + "dequantize_per_tensor.default",
        NAMESPACE + "dequantize_per_tensor.tensor",
        NAMESPACE + "dequantize_per_tensor.tensor2");
    kernels.add(
        in -> quantized(in, channels(in, true), true), NAMESPACE + "quantize_per_channel.default");
    kernels.add(
        in -> dequantized(in, channels(in, false)), NAMESPACE + "dequantize_per_channel.default");
    kernels.add(
        in -> quantized(in, groups(in), false), NAMESPACE + "quantize_per_channel_group.default");
    kernels.add(
        in -> dequantized(in, groups(in)), NAMESPACE + "dequantize_per_channel_group.default");
    kernels.add(in -> quantized(in, tokens(in), false), NAMESPACE + "quantize_per_token.default");
    kernels.add(in -> dequantized(in, tokens(in)), NAMESPACE + "dequantize_per_token.default");
    kernels.add(QuantizationKernels::fakeQuantized, NAMESPACE + "fake_quant_per_channel.default");
    kernels.add(
        in -> {
          Tensor result = in.allocateResult(0);
          return ViewKernels.copied(Operands.as(in, result.dtype(), in.tensor("input")), result);
        },
        NAMESPACE + "convert_element_type.no_fuse");
    kernels.add(
        in -> ViewKernels.copied(in.tensor("input"), in.allocateResult(0)),
        "octet.observe.default");
  }

  /** So many elements are read, computed and written at a time where one scale holds for all. */
  private static final int BLOCK = 4096;

  /**
   * The input as runs of {@code length} elements that share a scale: run r uses scale r modulo
   * their number. Missing zero points are not the same as zeros of some type.
   */
  private record Runs(Tensor input, int length, Tensor scales, @Nullable Tensor zeroPoints) {
    long count() {
      return length == 0 ? 0 : input.elements() / length;
    }

    Tensor requiredZeroPoints() {
      return Objects.requireNonNull(zeroPoints, "the schema declares zero_points");
    }
  }

  /** Computes on a buffer in place. */
  private interface Step {
    void apply(double[] buffer, int count);
  }

  private static Tensor inBlocks(Tensor input, Tensor result, Step step) {
    double[] buffer = new double[BLOCK];
    for (long start = 0; start < input.elements(); start += BLOCK) {
      int count = (int) Math.min(BLOCK, input.elements() - start);
      ElementRuns.read(input, start, buffer, count);
      step.apply(buffer, count);
      ElementRuns.write(buffer, count, result, start);
    }
    return result;
  }

  private static float reciprocal(KernelArguments in) {
    double scale = in.real("scale");
    if (scale == 0) {
      throw new InputException(String.format(Locale.ROOT, "%s: scale is 0", in.op().name()));
    }
    return (float) (1.0 / scale);
  }

  private static Tensor quantizedPerTensor(KernelArguments in) {
    float inverse = reciprocal(in);
    float zeroPoint = (float) in.real("zero_point");
    float min = (float) in.real("quant_min");
    float max = (float) in.real("quant_max");
    Tensor input = in.tensor("input");
    Tensor result = in.allocateResult(0);
    if (ByteQuantization.suits(input, result, min, max)) {
      new ByteQuantization(input, result, min, max)
          .quantize(0, input.elements(), inverse, zeroPoint);
      return result;
    }
    return inBlocks(
        input,
        result,
        (buffer, count) -> {
          for (int i = 0; i < count; i++) {
            float moved = (float) Math.rint((float) buffer[i] * inverse) + zeroPoint;
            buffer[i] = Math.min(Math.max(moved, min), max);
          }
        });
  }

  private static Tensor dequantizedPerTensor(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    DType type = result.dtype();
    boolean wide = type == DType.FLOAT64;
    double zeroPoint = wide ? in.real("zero_point") : (float) in.real("zero_point");
    double scale = wide ? in.real("scale") : (float) in.real("scale");
    return inBlocks(
        in.tensor("input"),
        result,
        (buffer, count) -> {
          for (int i = 0; i < count; i++) {
            double widened = type.round(buffer[i]);
            buffer[i] = type.round(widened - zeroPoint) * scale;
          }
        });
  }

  /**
   * One scale for each index of the axis; with {@code widen} a 16-bit floating-point input becomes
   * float32.
   */
  private static Runs channels(KernelArguments in, boolean widen) {
    Tensor input = widen ? Operands.as(in, DType.FLOAT32, in.tensor("input")) : in.tensor("input");
    int axis = in.dimension("axis", input.shape());
    return runs(in, input, input.shape().contiguousStrides()[axis]);
  }

  private static Runs groups(KernelArguments in) {
    Tensor input = in.tensor("input");
    Runs runs = runs(in, input, Math.min(in.integer("group_size"), input.shape().size(1)));
    if (runs.scales.elements() != 1 && runs.scales.elements() != runs.count()) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: %d groups, scales %s", in.op().name(), runs.count(), runs.scales));
    }
    return runs;
  }

  private static Runs tokens(KernelArguments in) {
    Tensor input = in.tensor("input");
    Tensor scales = in.tensor("scales");
    Runs runs = runs(in, input, input.shape().size(-1));
    for (Tensor tensor : new Tensor[] {scales, in.tensor("zero_points")}) {
      if (tensor.shape().rank() == 0
          || tensor.shape().size(-1) != 1
          || tensor.elements() != input.elements() / Math.max(runs.length, 1)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: input %s with scales or zero points %s, expected one for each token",
                in.op().name(),
                input,
                tensor));
      }
    }
    return runs;
  }

  private static Runs runs(KernelArguments in, Tensor input, long length) {
    return new Runs(
        input,
        Math.toIntExact(length),
        in.tensor("scales"),
        in.optionalTensor("zero_points").orElse(null));
  }

  private static Tensor quantized(KernelArguments in, Runs runs, boolean roundFirst) {
    Tensor zeroPoints = runs.requiredZeroPoints();
    DType inverse = Promotion.floating(runs.scales.dtype());
    DType product = Promotion.common(runs.input.dtype(), inverse);
    DType sum = Promotion.common(product, zeroPoints.dtype());
    double min = sum.round(in.real("quant_min"));
    double max = sum.round(in.real("quant_max"));
    Tensor result = in.allocateResult(0);
    ByteQuantization bytes =
        roundFirst
                && product == DType.FLOAT32
                && sum == DType.FLOAT32
                && ByteQuantization.suits(runs.input, result, min, max)
            ? new ByteQuantization(runs.input, result, (float) min, (float) max)
            : null;
    double[] buffer = new double[bytes == null ? runs.length : 0];
    for (long run = 0; run < runs.count(); run++) {
      double reciprocal = inverse.round(1.0 / runs.scales.getDouble(run % runs.scales.elements()));
      double zeroPoint = sum.round(zeroPoints.getDouble(run % zeroPoints.elements()));
      if (bytes != null) {
        bytes.quantize(run * runs.length, runs.length, (float) reciprocal, (float) zeroPoint);
        continue;
      }
      ElementRuns.read(runs.input, run * runs.length, buffer, runs.length);
      for (int i = 0; i < runs.length; i++) {
        double scaled = product.round(buffer[i] * reciprocal);
        double moved = sum.round((roundFirst ? Math.rint(scaled) : scaled) + zeroPoint);
        double rounded = roundFirst ? moved : Math.rint(moved);
        buffer[i] = Math.min(Math.max(rounded, min), max);
      }
      ElementRuns.write(buffer, runs.length, result, run * runs.length);
    }
    return result;
  }

  private static Tensor dequantized(KernelArguments in, Runs runs) {
    Tensor zeroPoints = runs.zeroPoints;
    DType difference =
        zeroPoints == null
            ? runs.input.dtype()
            : Promotion.common(runs.input.dtype(), zeroPoints.dtype());
    DType product = Promotion.common(difference, runs.scales.dtype());
    Tensor result = in.allocateResult(0);
    double[] buffer = new double[runs.length];
    for (long run = 0; run < runs.count(); run++) {
      double scale = runs.scales.getDouble(run % runs.scales.elements());
      double zeroPoint =
          zeroPoints == null
              ? 0
              : difference.round(zeroPoints.getDouble(run % zeroPoints.elements()));
      ElementRuns.read(runs.input, run * runs.length, buffer, runs.length);
      for (int i = 0; i < runs.length; i++) {
        double moved = difference.round(difference.round(buffer[i]) - zeroPoint);
        double widened = product.round(moved);
        buffer[i] = product.round(widened * scale);
      }
      ElementRuns.write(buffer, runs.length, result, run * runs.length);
    }
    return result;
  }

  private static Tensor fakeQuantized(KernelArguments in) {
    Runs runs = channels(in, false);
    Tensor scales = Operands.as(in, DType.FLOAT32, runs.scales);
    Tensor zeroPoints = Operands.as(in, DType.INT32, runs.requiredZeroPoints());
    float min = (float) in.integer("quant_min");
    float max = (float) in.integer("quant_max");
    Tensor result = in.allocateResult(0);
    double[] buffer = new double[runs.length];
    for (long run = 0; run < runs.count(); run++) {
      float scale = scales.getFloat(run % scales.elements());
      float zeroPoint = zeroPoints.getFloat(run % zeroPoints.elements());
      float inverse = 1f / scale;
      ElementRuns.read(runs.input, run * runs.length, buffer, runs.length);
      for (int i = 0; i < runs.length; i++) {
        float moved = (float) Math.rint((float) buffer[i] * inverse) + zeroPoint;
        buffer[i] = (Math.min(Math.max(moved, min), max) - zeroPoint) * scale;
      }
      ElementRuns.write(buffer, runs.length, result, run * runs.length);
    }
    return result;
  }
}
