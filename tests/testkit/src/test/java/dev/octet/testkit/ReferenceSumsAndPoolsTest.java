package dev.octet.testkit;

import static dev.octet.testkit.ReferenceRules.tester;

import org.junit.jupiter.api.Test;

/** The rewrites of sums and maximum pools into integers, one by one. */
final class ReferenceSumsAndPoolsTest {
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
