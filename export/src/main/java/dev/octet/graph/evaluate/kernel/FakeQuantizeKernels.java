package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * ATen's fake quantization: to the grid and back in one step, with a mask of what was inside the
 * range.
 */
final class FakeQuantizeKernels {
  private FakeQuantizeKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in -> faked(in, in.resultCount() > 1),
        "aten.fake_quantize_per_tensor_affine.default",
        "aten.fake_quantize_per_tensor_affine.tensor_qparams",
        "aten.fake_quantize_per_tensor_affine_cachemask.default",
        "aten.fake_quantize_per_channel_affine.default",
        "aten.fake_quantize_per_channel_affine_cachemask.default");
  }

  private static List<Tensor> faked(KernelArguments in, boolean withMask) {
    Tensor self = in.tensor("self");
    Tensor result = in.allocateResult(0);
    List<Tensor> results = new ArrayList<>(List.of(result));
    if (withMask) {
      results.add(in.allocateResult(1));
    }
    boolean perChannel = in.has("axis");
    int axis = perChannel ? in.dimension("axis", self.shape()) : 0;
    long channels = perChannel ? self.shape().size(axis) : 1;
    long step = perChannel ? self.shape().contiguousStrides()[axis] : Math.max(self.elements(), 1);
    if (perChannel
        && (in.tensor("scale").elements() != channels
            || in.tensor("zero_point").elements() != channels)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d channels, scale %s, zero_point %s",
              in.op().name(),
              channels,
              in.tensor("scale"),
              in.tensor("zero_point")));
    }
    long min = in.integer("quant_min");
    long max = in.integer("quant_max");
    float[] scales = each(in, "scale", perChannel);
    float[] zeroPoints = each(in, "zero_point", perChannel);
    for (long i = 0; i < self.elements(); i++) {
      int channel = (int) (i / step % channels);
      float scale = scales[channel];
      float zeroPoint = zeroPoints[channel];
      float moved = (float) Math.rint(self.getFloat(i) * (1f / scale)) + zeroPoint;
      // What no integer holds, and NaN, becomes the smallest one.
      long level = Math.abs(moved) < 0x1p63f ? (long) moved : Long.MIN_VALUE;
      result.setDouble(i, (Math.clamp(level, min, max) - (double) zeroPoint) * scale);
      if (withMask) {
        results.get(1).setLong(i, level >= min && level <= max ? 1 : 0);
      }
    }
    return results;
  }

  /** One number for each channel, or one for all. */
  private static float[] each(KernelArguments in, String parameter, boolean perChannel) {
    return perChannel
        ? in.tensor(parameter).toFloatArray()
        : new float[] {(float) in.real(parameter)};
  }
}
