package dev.octet.nn;

import com.google.common.collect.ImmutableMap;
import dev.octet.nn.trace.Callee;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Functions of {@code torch.nn.functional}, by its names and with its defaults. Modules are always
 * in evaluation mode.
 */
public final class Functional {
  /** A stride left out: it is the kernel size. */
  private static final long[] NONE = {};

  private Functional() {}

  public static Variable relu(Variable x) {
    return Dispatch.one(Callee.functional("relu"), "relu.default", x);
  }

  public static Variable relu6(Variable x) {
    return Dispatch.one(
        new Callee("relu6", "torch.nn.functional.relu6", "function", "relu6"),
        "hardtanh.default",
        x,
        0.0,
        6.0);
  }

  public static Variable hardtanh(Variable x, double min, double max) {
    return Dispatch.one(Callee.functional("hardtanh"), "hardtanh.default", x, min, max);
  }

  public static Variable hardswish(Variable x) {
    return Dispatch.one(Callee.functional("hardswish"), "hardswish.default", x);
  }

  public static Variable hardsigmoid(Variable x) {
    return Dispatch.one(Callee.functional("hardsigmoid"), "hardsigmoid.default", x);
  }

  public static Variable silu(Variable x) {
    return Dispatch.one(Callee.functional("silu"), "silu.default", x);
  }

  public static Variable gelu(Variable x) {
    return gelu(x, "none");
  }

  /** The Gaussian error linear unit; {@code approximate} is {@code none} or {@code tanh}. */
  public static Variable gelu(Variable x, String approximate) {
    return Dispatch.one(
        Callee.nativeFunctional("gelu"),
        "gelu.default",
        Arrays.asList(x),
        ImmutableMap.of("approximate", approximate));
  }

  public static Variable leakyRelu(Variable x, double negativeSlope) {
    return Dispatch.one(Callee.functional("leaky_relu"), "leaky_relu.default", x, negativeSlope);
  }

  public static Variable elu(Variable x, double alpha) {
    return Dispatch.one(Callee.functional("elu"), "elu.default", x, alpha);
  }

  public static Variable selu(Variable x) {
    return Dispatch.one(Callee.functional("selu"), "selu.default", x);
  }

  public static Variable celu(Variable x, double alpha) {
    return Dispatch.one(Callee.functional("celu"), "celu.default", x, alpha);
  }

  public static Variable softplus(Variable x, double beta, double threshold) {
    return Dispatch.one(
        Callee.nativeFunctional("softplus"), "softplus.default", x, beta, threshold);
  }

  public static Variable mish(Variable x) {
    return Dispatch.one(Callee.functional("mish"), "mish.default", x);
  }

  public static Variable prelu(Variable x, Variable weight) {
    return Dispatch.one(Callee.torch("prelu"), "prelu.default", x, weight);
  }

  public static Variable glu(Variable x, int dimension) {
    return Dispatch.one(Callee.functional("glu"), "glu.default", x, dimension);
  }

  public static Variable logSigmoid(Variable x) {
    return Dispatch.one(Callee.nativeFunctional("log_sigmoid"), "log_sigmoid.default", x);
  }

  public static Variable softmax(Variable x, int dimension) {
    return Dispatch.one(Callee.functional("softmax"), "softmax.int", x, dimension);
  }

  public static Variable logSoftmax(Variable x, int dimension) {
    return Dispatch.one(Callee.functional("log_softmax"), "log_softmax.int", x, dimension);
  }

  /** Nothing but a note in the graph: dropout acts in training only. */
  public static Variable dropout(Variable x, double p) {
    return Dispatch.one(Callee.functional("dropout"), "dropout.default", x, p, false);
  }

  /** {@code x · weightᵀ + bias}; input (…, in), weight (out, in), bias (out). */
  public static Variable linear(Variable x, Variable weight, @Nullable Variable bias) {
    return Dispatch.one(Callee.nativeFunctional("linear"), "linear.default", x, weight, bias);
  }

  /** Rows of a table; indices of int64, weight (rows, width). */
  public static Variable embedding(Variable indices, Variable weight, long paddingIndex) {
    return Dispatch.one(
        Callee.functional("embedding"), "embedding.default", weight, indices, paddingIndex);
  }

  public static Variable layerNorm(
      Variable x,
      long[] normalizedShape,
      @Nullable Variable weight,
      @Nullable Variable bias,
      double epsilon) {
    return Dispatch.one(
        Callee.functional("layer_norm"),
        "layer_norm.default",
        x,
        normalizedShape,
        weight,
        bias,
        epsilon,
        false);
  }

  public static Variable groupNorm(
      Variable x, long groups, @Nullable Variable weight, @Nullable Variable bias, double epsilon) {
    return Dispatch.one(
        Callee.functional("group_norm"),
        "group_norm.default",
        x,
        groups,
        weight,
        bias,
        epsilon,
        false);
  }

  /** Normalisation by stored statistics; momentum is only noted. */
  public static Variable batchNorm(
      Variable x,
      Variable runningMean,
      Variable runningVariance,
      @Nullable Variable weight,
      @Nullable Variable bias,
      double momentum,
      double epsilon) {
    return Dispatch.one(
        Callee.functional("batch_norm"),
        "batch_norm.default",
        x,
        weight,
        bias,
        runningMean,
        runningVariance,
        false,
        momentum,
        epsilon,
        false);
  }

  public static Variable conv2d(
      Variable x,
      Variable weight,
      @Nullable Variable bias,
      long[] stride,
      long[] padding,
      long[] dilation,
      long groups) {
    return convolution(2, x, weight, bias, stride, padding, dilation, groups);
  }

  /**
   * Input (N, C, spatial…), weight (out, in / groups, kernel…); one element of each list for each
   * of the 1 to 3 spatial dimensions.
   */
  static Variable convolution(
      int spatial,
      Variable x,
      Variable weight,
      @Nullable Variable bias,
      long[] stride,
      Object padding,
      long[] dilation,
      long groups) {
    String overload = padding instanceof String ? ".padding" : ".default";
    String name = "conv" + spatial + "d";
    return Dispatch.one(
        Callee.torch(name), name + overload, x, weight, bias, stride, padding, dilation, groups);
  }

  static Variable transposedConvolution(
      int spatial,
      Variable x,
      Variable weight,
      @Nullable Variable bias,
      long[] stride,
      long[] padding,
      long[] outputPadding,
      long groups,
      long[] dilation) {
    String name = "conv_transpose" + spatial + "d";
    String overload = spatial == 1 ? ".default" : ".input";
    return Dispatch.one(
        Callee.torch(name),
        name + overload,
        x,
        weight,
        bias,
        stride,
        padding,
        outputPadding,
        groups,
        dilation);
  }

  public static Variable maxPool2d(Variable x, long kernel) {
    return maxPool2d(x, new long[] {kernel, kernel}, NONE, new long[] {0, 0});
  }

  public static Variable maxPool2d(Variable x, long[] kernel, long[] stride, long[] padding) {
    return maxPool(2, x, kernel, stride, padding, new long[] {1, 1}, false);
  }

  static Variable maxPool(
      int spatial,
      Variable x,
      long[] kernel,
      long[] stride,
      long[] padding,
      long[] dilation,
      boolean ceil) {
    String name = "max_pool" + spatial + "d";
    return Dispatch.one(
        Callee.functional(name), name + ".default", x, kernel, stride, padding, dilation, ceil);
  }

  static Variable avgPool(
      int spatial,
      Variable x,
      long[] kernel,
      long[] stride,
      long[] padding,
      boolean ceil,
      boolean countPadding,
      Optional<Long> divisor) {
    String name = "avg_pool" + spatial + "d";
    Callee callee = spatial == 1 ? Callee.torch(name) : Callee.nativeFunctional(name);
    return spatial == 1
        ? Dispatch.one(callee, name + ".default", x, kernel, stride, padding, ceil, countPadding)
        : Dispatch.one(
            callee, name + ".default", x, kernel, stride, padding, ceil, countPadding, divisor);
  }

  public static Variable avgPool2d(Variable x, long kernel) {
    return avgPool(
        2, x, new long[] {kernel, kernel}, NONE, new long[] {0, 0}, false, true, Optional.empty());
  }

  public static Variable adaptiveAvgPool2d(Variable x, long... outputSize) {
    return adaptiveAvgPool(2, x, outputSize);
  }

  static Variable adaptiveAvgPool(int spatial, Variable x, long... outputSize) {
    String name = "adaptive_avg_pool" + spatial + "d";
    Callee callee = spatial == 1 ? Callee.torch(name) : Callee.functional(name);
    return Dispatch.one(callee, name + ".default", x, Spatial.repeat(outputSize, spatial));
  }

  static Variable adaptiveMaxPool(int spatial, Variable x, long... outputSize) {
    String name = "adaptive_max_pool" + spatial + "d";
    return Dispatch.many(
            Callee.functional(name), name + ".default", x, Spatial.repeat(outputSize, spatial))
        .getFirst();
  }

  public static Variable pixelShuffle(Variable x, long factor) {
    return Dispatch.one(Callee.torch("pixel_shuffle"), "pixel_shuffle.default", x, factor);
  }

  /**
   * Constant padding; two numbers, before and after, for each dimension, the last dimension first.
   */
  public static Variable pad(Variable x, double value, long... padding) {
    return Dispatch.one(
        Callee.nativeFunctional("pad"), "pad.default", x, padding, "constant", value);
  }

  /**
   * Softmax(query · keyᵀ · scale + mask) · value over (…, length, width).
   *
   * @param mask boolean, false where attention is forbidden, or numbers to add; null for none
   * @param scale null for 1 / √width
   */
  public static Variable scaledDotProductAttention(
      Variable query,
      Variable key,
      Variable value,
      @Nullable Variable mask,
      @Nullable Double scale) {
    return Dispatch.one(
        Callee.nativeFunctional("scaled_dot_product_attention"),
        "scaled_dot_product_attention.default",
        Arrays.asList(query, key, value, mask),
        scale == null ? ImmutableMap.of() : ImmutableMap.of("scale", scale));
  }

  /** Nearest-neighbour interpolation of (N, C, H, W) by a factor for each of H and W. */
  static Variable interpolateNearest2d(Variable x, double heightFactor, double widthFactor) {
    return Dispatch.one(
        Callee.functional("interpolate"),
        "upsample_nearest2d.vec",
        x,
        null,
        List.of(heightFactor, widthFactor));
  }

  static Variable interpolateBilinear2d(
      Variable x, double heightFactor, double widthFactor, boolean alignCorners) {
    return Dispatch.one(
        Callee.functional("interpolate"),
        "upsample_bilinear2d.vec",
        x,
        null,
        alignCorners,
        List.of(heightFactor, widthFactor));
  }
}
