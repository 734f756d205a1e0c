package dev.octet.testkit;

import static dev.octet.testkit.ReferenceRules.tester;

import org.junit.jupiter.api.Test;

/** The rewrites of linear layers and convolutions into integers, one by one. */
final class ReferenceLayersTest {
  @Test
  void aLinearLayerWithReluBetweenQuantizedTensors() {
    tester("RequantizeLinear", 0.2)
        .given(
            """
            graph(%x: u8[2, 3], %w: s8[4, 3], %b: f32[4]) {
              %a: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %v: f32[4, 3] = quantized_decomposed.dequantize_per_tensor.default(%w, 0.25, 0, -128, 127, s8)
              %y: f32[2, 4] = aten.linear.default(%a, %v, %b)
              %r: f32[2, 4] = aten.relu.default(%y)
              %q: u8[2, 4] = quantized_decomposed.quantize_per_tensor.default(%r, 2.0, 5, 0, 255, u8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: u8[2, 3], %w: s8[4, 3], %b: f32[4]) {
              %to: s32[2, 3] = aten.to.dtype(%x, s32)
              %sub: s32[2, 3] = aten.sub.Scalar(%to, 3)
              %to_1: s32[4, 3] = aten.to.dtype(%w, s32)
              %linear: s32[2, 4] = aten.linear.default(%sub, %to_1)
              %div: f32[4] = aten.div.Scalar(%b, 0.125)
              %round: f32[4] = aten.round.default(%div)
              %to_2: s64[4] = aten.to.dtype(%round, s64)
              %add: s64[2, 4] = aten.add.Tensor(%linear, %to_2)
              %mul: f32[2, 4] = aten.mul.Scalar(%add, 0.0625)
              %round_1: f32[2, 4] = aten.round.default(%mul)
              %add_1: f32[2, 4] = aten.add.Scalar(%round_1, 5)
              %clamp: f32[2, 4] = aten.clamp.default(%add_1, min=5, max=255)
              %q: u8[2, 4] = aten.to.dtype(%clamp, u8)
              return %q
            }
            """);
  }

  @Test
  void aLinearLayerWithoutBias() {
    tester("RequantizeLinear", 0)
        .given(
            """
            graph(%x: u8[2, 3], %w: s8[4, 3]) {
              %a: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %v: f32[4, 3] = quantized_decomposed.dequantize_per_tensor.default(%w, 0.25, 0, -128, 127, s8)
              %y: f32[2, 4] = aten.linear.default(%a, %v)
              %q: u8[2, 4] = quantized_decomposed.quantize_per_tensor.default(%y, 2.0, 5, 0, 255, u8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: u8[2, 3], %w: s8[4, 3]) {
              %to: s32[2, 3] = aten.to.dtype(%x, s32)
              %sub: s32[2, 3] = aten.sub.Scalar(%to, 3)
              %to_1: s32[4, 3] = aten.to.dtype(%w, s32)
              %linear: s32[2, 4] = aten.linear.default(%sub, %to_1)
              %mul: f32[2, 4] = aten.mul.Scalar(%linear, 0.0625)
              %round: f32[2, 4] = aten.round.default(%mul)
              %add: f32[2, 4] = aten.add.Scalar(%round, 5)
              %clamp: f32[2, 4] = aten.clamp.default(%add, min=0, max=255)
              %q: u8[2, 4] = aten.to.dtype(%clamp, u8)
              return %q
            }
            """);
  }

  @Test
  void aLinearLayerWhoseInputIsQuantizedAtEachRun() {
    tester("RescaleLinear", 1e-5)
        .given(
            """
            graph(%f: f32[2, 3], %x: s8[2, 3], %w: s8[4, 3], %s: f32[4], %z: s64[4], %b: f32[4]) {
              %scale: f64[1], %zero: s64[1] = quantized_decomposed.choose_qparams.tensor(%f, -128, 127, 2.44140625e-4, s8) as %choose_qparams
              %a: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.tensor(%x, %scale, %zero, -128, 127, s8)
              %v: f32[4, 3] = quantized_decomposed.dequantize_per_channel.default(%w, %s, %z, 0, -128, 127, s8)
              %y: f32[2, 4] = aten.linear.default(%a, %v, %b)
              return %y
            }
            """)
        .becomes(
            """
            graph(%f: f32[2, 3], %x: s8[2, 3], %w: s8[4, 3], %s: f32[4], %z: s64[4], %b: f32[4]) {
              %scale: f64[1], %zero: s64[1] = quantized_decomposed.choose_qparams.tensor(%f, -128, 127, 2.44140625e-4, s8) as %choose_qparams
              %to: s32[2, 3] = aten.to.dtype(%x, s32)
              %to_1: s32[1] = aten.to.dtype(%zero, s32)
              %sub: s32[2, 3] = aten.sub.Tensor(%to, %to_1)
              %to_2: s32[4, 3] = aten.to.dtype(%w, s32)
              %to_3: s32[4] = aten.to.dtype(%z, s32)
              %view: s32[4, 1] = aten.view.default(%to_3, [-1, 1])
              %sub_1: s32[4, 3] = aten.sub.Tensor(%to_2, %view)
              %linear: s32[2, 4] = aten.linear.default(%sub, %sub_1)
              %to_4: f32[1] = aten.to.dtype(%scale, f32)
              %mul: f32[4] = aten.mul.Tensor(%s, %to_4)
              %mul_1: f32[2, 4] = aten.mul.Tensor(%linear, %mul)
              %y: f32[2, 4] = aten.add.Tensor(%mul_1, %b)
              return %y
            }
            """);
  }

  @Test
  void aGroupedConvolutionWithAScaleForEachChannel() {
    tester("RequantizeConvolution", 0.25)
        .given(
            """
            graph(%x: u8[1, 4, 5, 5], %w: s8[6, 2, 3, 3], %s: f32[6], %z: s64[6], %b: f32[6]) {
              %a: f32[1, 4, 5, 5] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %v: f32[6, 2, 3, 3] = quantized_decomposed.dequantize_per_channel.default(%w, %s, %z, 0, -128, 127, s8)
              %y: f32[1, 6, 3, 3] = aten.conv2d.default(%a, %v, %b, stride=[2, 2], padding=[1, 1], groups=2)
              %q: u8[1, 6, 3, 3] = quantized_decomposed.quantize_per_tensor.default(%y, 2.0, 5, 0, 255, u8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: u8[1, 4, 5, 5], %w: s8[6, 2, 3, 3], %s: f32[6], %z: s64[6], %b: f32[6]) {
              %to: s32[1, 4, 5, 5] = aten.to.dtype(%x, s32)
              %sub: s32[1, 4, 5, 5] = aten.sub.Scalar(%to, 3)
              %to_1: s32[6, 2, 3, 3] = aten.to.dtype(%w, s32)
              %to_2: s32[6] = aten.to.dtype(%z, s32)
              %view: s32[6, 1, 1, 1] = aten.view.default(%to_2, [-1, 1, 1, 1])
              %sub_1: s32[6, 2, 3, 3] = aten.sub.Tensor(%to_1, %view)
              %conv2d: s32[1, 6, 3, 3] = aten.conv2d.default(%sub, %sub_1, stride=[2, 2], padding=[1, 1], groups=2)
              %mul: f32[6] = aten.mul.Scalar(%s, 0.5)
              %div: f32[6] = aten.div.Tensor(%b, %mul)
              %round: f32[6] = aten.round.default(%div)
              %to_3: s64[6] = aten.to.dtype(%round, s64)
              %view_1: s64[6, 1, 1] = aten.view.default(%to_3, [-1, 1, 1])
              %add: s64[1, 6, 3, 3] = aten.add.Tensor(%conv2d, %view_1)
              %mul_1: f32[6] = aten.mul.Scalar(%s, 0.25)
              %view_2: f32[6, 1, 1] = aten.view.default(%mul_1, [-1, 1, 1])
              %mul_2: f32[1, 6, 3, 3] = aten.mul.Tensor(%add, %view_2)
              %round_1: f32[1, 6, 3, 3] = aten.round.default(%mul_2)
              %add_1: f32[1, 6, 3, 3] = aten.add.Scalar(%round_1, 5)
              %clamp: f32[1, 6, 3, 3] = aten.clamp.default(%add_1, min=0, max=255)
              %q: u8[1, 6, 3, 3] = aten.to.dtype(%clamp, u8)
              return %q
            }
            """);
  }

  @Test
  void aDilatedConvolutionSumsInInt64() {
    tester("RescaleConvolution", 1e-6)
        .given(
            """
            graph(%x: u8[1, 4, 7, 7], %w: s8[6, 4, 3, 3]) {
              %a: f32[1, 4, 7, 7] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %v: f32[6, 4, 3, 3] = quantized_decomposed.dequantize_per_tensor.default(%w, 0.25, 0, -128, 127, s8)
              %y: f32[1, 6, 3, 3] = aten.conv2d.default(%a, %v, dilation=[2, 2])
              return %y
            }
            """)
        .becomes(
            """
            graph(%x: u8[1, 4, 7, 7], %w: s8[6, 4, 3, 3]) {
              %to: s64[1, 4, 7, 7] = aten.to.dtype(%x, s64)
              %sub: s64[1, 4, 7, 7] = aten.sub.Scalar(%to, 3)
              %to_1: s64[6, 4, 3, 3] = aten.to.dtype(%w, s64)
              %conv2d: s64[1, 6, 3, 3] = aten.conv2d.default(%sub, %to_1, dilation=[2, 2])
              %y: f32[1, 6, 3, 3] = aten.mul.Scalar(%conv2d, 0.125)
              return %y
            }
            """);
  }

  @Test
  void aLayerThatOthersReadKeepsItsFloatResult() {
    tester("RequantizeLinear", 0)
        .given(
            """
            graph(%x: u8[2, 3], %w: s8[4, 3]) {
              %a: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %v: f32[4, 3] = quantized_decomposed.dequantize_per_tensor.default(%w, 0.25, 0, -128, 127, s8)
              %y: f32[2, 4] = aten.linear.default(%a, %v)
              %q: u8[2, 4] = quantized_decomposed.quantize_per_tensor.default(%y, 2.0, 5, 0, 255, u8)
              return %q, %y
            }
            """)
        .doesNotFire();
  }

  @Test
  void aWeightWithScalesAlongItsInputsIsNoFactorOfTheSum() {
    tester("RescaleLinear", 0)
        .given(
            """
            graph(%x: u8[2, 3], %w: s8[4, 3], %s: f32[3], %z: s64[3]) {
              %a: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %v: f32[4, 3] = quantized_decomposed.dequantize_per_channel.default(%w, %s, %z, 1, -128, 127, s8)
              %y: f32[2, 4] = aten.linear.default(%a, %v)
              return %y
            }
            """)
        .doesNotFire();
  }

  @Test
  void zeroPointsThatAreFloatsAreNoIntegers() {
    tester("RescaleLinear", 0)
        .given(
            """
            graph(%x: u8[2, 3], %w: s8[4, 3], %s: f32[4], %z: f32[4]) {
              %a: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %v: f32[4, 3] = quantized_decomposed.dequantize_per_channel.default(%w, %s, %z, 0, -128, 127, s8)
              %y: f32[2, 4] = aten.linear.default(%a, %v)
              return %y
            }
            """)
        .doesNotFire();
  }
}
