package dev.octet.testkit;

import static dev.octet.testkit.ReferenceRules.tester;

import org.junit.jupiter.api.Test;

/** The rewrites of quantize and dequantize themselves, one by one. */
final class ReferenceConversionsTest {
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
}
