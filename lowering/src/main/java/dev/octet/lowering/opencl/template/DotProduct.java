package dev.octet.lowering.opencl.template;

import dev.octet.lowering.codegen.opencl.CText;

/**
 * The sum of four products of bytes, packed into words: the device's own instruction where it has
 * one, behind one macro.
 */
final class DotProduct {
  private DotProduct() {}

  /**
   * Defines {@code DOT(a, b, sum)} for words of activations and of signed weights.
   *
   * @param signed whether activations are signed
   */
  static String header(boolean signed) {
    return CText.of(
        """
        // Four products of bytes, added to a sum.
        #if defined(__opencl_c_integer_dot_product_input_4x8bit_packed)
        #define DOT(a, b, sum) ((sum) + dot_4x8packed_%1$s_int(a, b))
        #elif defined(cl_arm_integer_dot_product_accumulate_int8) && %2$d
        #define DOT(a, b, sum) arm_dot_acc(as_char4(a), as_char4(b), sum)
        #elif defined(__NV_CL_C_VERSION)
        inline int dp4a(uint a, uint b, int sum) {
        int result;
        asm("dp4a.%3$s.s32 %%0, %%1, %%2, %%3;" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
        return result;
        }
        #define DOT(a, b, sum) dp4a(a, b, sum)
        #else
        inline int dot_bytes(%4$s4 a, char4 b, int sum) {
        return sum + a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
        }
        #define DOT(a, b, sum) dot_bytes(as_%4$s4(a), as_char4(b), sum)
        #endif
        """,
        signed ? "ss" : "us", signed ? 1 : 0, signed ? "s32" : "u32", signed ? "char" : "uchar");
  }
}
