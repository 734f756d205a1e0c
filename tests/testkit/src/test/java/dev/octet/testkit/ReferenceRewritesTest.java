package dev.octet.testkit;

import static com.google.common.collect.MoreCollectors.onlyElement;

import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.graph.verify.Dialect;
import dev.octet.quantizer.convert.reference.ReferenceRepresentation;
import org.junit.jupiter.api.Test;

/** The rewrites that make a quantized graph compute in integers, one by one. */
final class ReferenceRewritesTest {
  /**
   * A tester of the rule of this name.
   *
   * @param tolerance relative: a quarter is one quantum where the result is 4
   */
  private static RuleTester tester(String name, double tolerance) {
    RewriteRule rule =
        ReferenceRepresentation.rules().stream()
            .filter(candidate -> candidate.name().equals(name))
            .collect(onlyElement());
    return RuleTester.ruleTester(rule).in(Dialect.QUANTIZED).within(tolerance);
  }

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
  void aSum() {
    tester("AddIntegers", 0.2)
        .given(
            """
            graph(%x: u8[2, 3], %y: u8[3]) {
              %a: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %b: f32[3] = quantized_decomposed.dequantize_per_tensor.default(%y, 0.25, 0, 0, 255, u8)
              %s: f32[2, 3] = aten.add.Tensor(%a, %b, alpha=2)
              %q: u8[2, 3] = quantized_decomposed.quantize_per_tensor.default(%s, 1.0, 5, 0, 255, u8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: u8[2, 3], %y: u8[3]) {
              %to: s32[2, 3] = aten.to.dtype(%x, s32)
              %sub: s32[2, 3] = aten.sub.Scalar(%to, 3)
              %mul: f32[2, 3] = aten.mul.Scalar(%sub, 0.5)
              %round: f32[2, 3] = aten.round.default(%mul)
              %to_1: s32[2, 3] = aten.to.dtype(%round, s32)
              %to_2: s32[3] = aten.to.dtype(%y, s32)
              %mul_1: f32[3] = aten.mul.Scalar(%to_2, 0.5)
              %round_1: f32[3] = aten.round.default(%mul_1)
              %to_3: s32[3] = aten.to.dtype(%round_1, s32)
              %add: s32[2, 3] = aten.add.Tensor(%to_1, %to_3)
              %add_1: s32[2, 3] = aten.add.Scalar(%add, 5)
              %clamp: s32[2, 3] = aten.clamp.default(%add_1, min=0, max=255)
              %q: u8[2, 3] = aten.to.dtype(%clamp, u8)
              return %q
            }
            """);
  }

  @Test
  void aSumWithRelu() {
    tester("AddIntegersAndRelu", 0.2)
        .given(
            """
            graph(%x: u8[2, 3], %y: u8[3]) {
              %a: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %b: f32[3] = quantized_decomposed.dequantize_per_tensor.default(%y, 0.25, 0, 0, 255, u8)
              %s: f32[2, 3] = aten.add.Tensor(%a, %b, alpha=2)
              %r: f32[2, 3] = aten.relu.default(%s)
              %q: u8[2, 3] = quantized_decomposed.quantize_per_tensor.default(%r, 1.0, 5, 0, 255, u8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: u8[2, 3], %y: u8[3]) {
              %to: s32[2, 3] = aten.to.dtype(%x, s32)
              %sub: s32[2, 3] = aten.sub.Scalar(%to, 3)
              %mul: f32[2, 3] = aten.mul.Scalar(%sub, 0.5)
              %round: f32[2, 3] = aten.round.default(%mul)
              %to_1: s32[2, 3] = aten.to.dtype(%round, s32)
              %to_2: s32[3] = aten.to.dtype(%y, s32)
              %mul_1: f32[3] = aten.mul.Scalar(%to_2, 0.5)
              %round_1: f32[3] = aten.round.default(%mul_1)
              %to_3: s32[3] = aten.to.dtype(%round_1, s32)
              %add: s32[2, 3] = aten.add.Tensor(%to_1, %to_3)
              %add_1: s32[2, 3] = aten.add.Scalar(%add, 5)
              %clamp: s32[2, 3] = aten.clamp.default(%add_1, min=5, max=255)
              %q: u8[2, 3] = aten.to.dtype(%clamp, u8)
              return %q
            }
            """);
  }

  @Test
  void aPoolWithAnotherScale() {
    tester("PoolIntegers", 0)
        .given(
            """
            graph(%x: u8[1, 2, 4, 4]) {
              %a: f32[1, 2, 4, 4] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %m: f32[1, 2, 2, 2] = aten.max_pool2d.default(%a, [3, 3], stride=[2, 2], padding=[1, 1])
              %q: u8[1, 2, 2, 2] = quantized_decomposed.quantize_per_tensor.default(%m, 1.0, 5, 0, 255, u8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: u8[1, 2, 4, 4]) {
              %to: s32[1, 2, 4, 4] = aten.to.dtype(%x, s32)
              %sub: s32[1, 2, 4, 4] = aten.sub.Scalar(%to, 3)
              %max_pool2d: s32[1, 2, 2, 2] = aten.max_pool2d.default(%sub, [3, 3], stride=[2, 2], padding=[1, 1])
              %mul: f32[1, 2, 2, 2] = aten.mul.Scalar(%max_pool2d, 0.5)
              %round: f32[1, 2, 2, 2] = aten.round.default(%mul)
              %add: f32[1, 2, 2, 2] = aten.add.Scalar(%round, 5)
              %clamp: f32[1, 2, 2, 2] = aten.clamp.default(%add, min=0, max=255)
              %q: u8[1, 2, 2, 2] = aten.to.dtype(%clamp, u8)
              return %q
            }
            """);
  }

  @Test
  void aPoolThatSharesItsScale() {
    tester("PoolIntegers", 0)
        .given(
            """
            graph(%x: u8[1, 2, 4, 4]) {
              %a: f32[1, 2, 4, 4] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %m: f32[1, 2, 2, 2] = aten.max_pool2d.default(%a, [3, 3], stride=[2, 2], padding=[1, 1])
              %q: u8[1, 2, 2, 2] = quantized_decomposed.quantize_per_tensor.default(%m, 0.5, 3, 0, 255, u8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: u8[1, 2, 4, 4]) {
              %q: u8[1, 2, 2, 2] = aten.max_pool2d.default(%x, [3, 3], stride=[2, 2], padding=[1, 1])
              return %q
            }
            """);
  }

  @Test
  void quantizeWithFixedParameters() {
    tester("DecomposeQuantize", 0)
        .given(
            """
            graph(%x: f32[2, 3]) {
              %q: u8[2, 3] = quantized_decomposed.quantize_per_tensor.default(%x, 0.25, 5, 0, 255, u8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: f32[2, 3]) {
              %mul: f32[2, 3] = aten.mul.Scalar(%x, 4.0)
              %round: f32[2, 3] = aten.round.default(%mul)
              %add: f32[2, 3] = aten.add.Scalar(%round, 5)
              %clamp: f32[2, 3] = aten.clamp.default(%add, min=0, max=255)
              %q: u8[2, 3] = aten.to.dtype(%clamp, u8)
              return %q
            }
            """);
  }

  @Test
  void quantizeWithChosenParameters() {
    tester("DecomposeQuantize", 0)
        .given(
            """
            graph(%x: f32[2, 3]) {
              %scale: f64[1], %zero: s64[1] = quantized_decomposed.choose_qparams.tensor(%x, -128, 127, 2.44140625e-4, s8) as %choose_qparams
              %q: s8[2, 3] = quantized_decomposed.quantize_per_tensor.tensor(%x, %scale, %zero, -128, 127, s8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: f32[2, 3]) {
              %scale: f64[1], %zero: s64[1] = quantized_decomposed.choose_qparams.tensor(%x, -128, 127, 2.44140625e-4, s8) as %choose_qparams
              %reciprocal: f64[1] = aten.reciprocal.default(%scale)
              %to: f32[1] = aten.to.dtype(%reciprocal, f32)
              %mul: f32[2, 3] = aten.mul.Tensor(%x, %to)
              %round: f32[2, 3] = aten.round.default(%mul)
              %to_1: f32[1] = aten.to.dtype(%zero, f32)
              %add: f32[2, 3] = aten.add.Tensor(%round, %to_1)
              %clamp: f32[2, 3] = aten.clamp.default(%add, min=-128, max=127)
              %q: s8[2, 3] = aten.to.dtype(%clamp, s8)
              return %q
            }
            """);
  }

  @Test
  void limitsThatFloat32DoesNotHold() {
    tester("DecomposeQuantize", 0)
        .given(
            """
            graph(%x: f32[2, 3]) {
              %q: s32[2, 3] = quantized_decomposed.quantize_per_tensor.default(%x, 0.25, 5, -2147483648, 2147483647, s32)
              return %q
            }
            """)
        .doesNotFire();
  }

  @Test
  void dequantizeToBfloat16() {
    tester("DecomposeDequantize", 0)
        .given(
            """
            graph(%x: u8[2, 3]) {
              %q: bf16[2, 3] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.25, 5, 0, 255, u8, out_dtype=bf16)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: u8[2, 3]) {
              %to: bf16[2, 3] = aten.to.dtype(%x, bf16)
              %sub: bf16[2, 3] = aten.sub.Scalar(%to, 5)
              %q: bf16[2, 3] = aten.mul.Scalar(%sub, 0.25)
              return %q
            }
            """);
  }

  @Test
  void dequantizeWithChosenParameters() {
    tester("DecomposeDequantize", 0)
        .given(
            """
            graph(%f: f32[2, 3], %x: s8[2, 3]) {
              %scale: f64[1], %zero: s64[1] = quantized_decomposed.choose_qparams.tensor(%f, -128, 127, 2.44140625e-4, s8) as %choose_qparams
              %q: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.tensor(%x, %scale, %zero, -128, 127, s8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%f: f32[2, 3], %x: s8[2, 3]) {
              %scale: f64[1], %zero: s64[1] = quantized_decomposed.choose_qparams.tensor(%f, -128, 127, 2.44140625e-4, s8) as %choose_qparams
              %to: f32[2, 3] = aten.to.dtype(%x, f32)
              %to_1: f32[1] = aten.to.dtype(%zero, f32)
              %sub: f32[2, 3] = aten.sub.Tensor(%to, %to_1)
              %to_2: f32[1] = aten.to.dtype(%scale, f32)
              %q: f32[2, 3] = aten.mul.Tensor(%sub, %to_2)
              return %q
            }
            """);
  }

  @Test
  void quantizeAlongAnAxis() {
    tester("DecomposeQuantizePerChannel", 0)
        .given(
            """
            graph(%x: f32[2, 3, 4], %s: f32[3], %z: s64[3]) {
              %q: s8[2, 3, 4] = quantized_decomposed.quantize_per_channel.default(%x, %s, %z, 1, -128, 127, s8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: f32[2, 3, 4], %s: f32[3], %z: s64[3]) {
              %reciprocal: f32[3] = aten.reciprocal.default(%s)
              %view: f32[3, 1] = aten.view.default(%reciprocal, [-1, 1])
              %mul: f32[2, 3, 4] = aten.mul.Tensor(%x, %view)
              %round: f32[2, 3, 4] = aten.round.default(%mul)
              %view_1: s64[3, 1] = aten.view.default(%z, [-1, 1])
              %add: f32[2, 3, 4] = aten.add.Tensor(%round, %view_1)
              %clamp: f32[2, 3, 4] = aten.clamp.default(%add, min=-128, max=127)
              %q: s8[2, 3, 4] = aten.to.dtype(%clamp, s8)
              return %q
            }
            """);
  }

  @Test
  void dequantizeAlongAnAxis() {
    tester("DecomposeDequantizePerChannel", 0)
        .given(
            """
            graph(%x: u8[2, 3, 4], %s: f32[3], %z: s64[3]) {
              %q: f32[2, 3, 4] = quantized_decomposed.dequantize_per_channel.default(%x, %s, %z, 1, 0, 255, u8)
              return %q
            }
            """)
        .becomes(
            """
            graph(%x: u8[2, 3, 4], %s: f32[3], %z: s64[3]) {
              %view: s64[3, 1] = aten.view.default(%z, [-1, 1])
              %sub: s64[2, 3, 4] = aten.sub.Tensor(%x, %view)
              %view_1: f32[3, 1] = aten.view.default(%s, [-1, 1])
              %q: f32[2, 3, 4] = aten.mul.Tensor(%sub, %view_1)
              return %q
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

  @Test
  void aSumThatMightLeaveInt32StaysInFloat() {
    tester("AddIntegers", 0)
        .given(
            """
            graph(%x: u8[2, 3]) {
              %a: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.default(%x, 1e10, 3, 0, 255, u8)
              %b: f32[2, 3] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.25, 0, 0, 255, u8)
              %s: f32[2, 3] = aten.add.Tensor(%a, %b)
              %q: u8[2, 3] = quantized_decomposed.quantize_per_tensor.default(%s, 1.0, 5, 0, 255, u8)
              return %q
            }
            """)
        .doesNotFire();
  }

  @Test
  void aPoolWhoseIndicesAreReadStaysInFloat() {
    tester("PoolIntegers", 0)
        .given(
            """
            graph(%x: u8[1, 2, 4, 4]) {
              %a: f32[1, 2, 4, 4] = quantized_decomposed.dequantize_per_tensor.default(%x, 0.5, 3, 0, 255, u8)
              %m: f32[1, 2, 2, 2], %i: s64[1, 2, 2, 2] = aten.max_pool2d_with_indices.default(%a, [2, 2])
              %q: u8[1, 2, 2, 2] = quantized_decomposed.quantize_per_tensor.default(%m, 1.0, 5, 0, 255, u8)
              return %q, %i
            }
            """)
        .doesNotFire();
  }
}
