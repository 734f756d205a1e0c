package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.jspecify.annotations.Nullable;

/** Helper functions that are not made of expressions. */
final class HelperTexts {
  private static final ImmutableMap<String, Prelude.Definition> ALL =
      ImmutableMap.<String, Prelude.Definition>builder()
          .put(
              "floor_divide",
              text(
                  """
                  // The quotient rounded down; b is positive.
                  int floor_divide(int a, int b) {
                    return a >= 0 ? a / b : -1 - (-1 - a) / b;
                  }
                  """))
          .put(
              "floor_remainder",
              text(
                  """
                  // What rounding the quotient down leaves; b is positive.
                  int floor_remainder(int a, int b) {
                    return a - b * floor_divide(a, b);
                  }
                  """,
                  "floor_divide"))
          .put("float_min", extreme("float", "int", "smaller", "min", "<", "|"))
          .put("float_max", extreme("float", "int", "larger", "max", ">", "&"))
          .put("double_min", extreme("double", "long", "smaller", "min", "<", "|"))
          .put("double_max", extreme("double", "long", "larger", "max", ">", "&"))
          .put("float_to_int", saturating("float", "int"))
          .put("float_to_long", saturating("float", "long"))
          .put("double_to_int", saturating("double", "int"))
          .put("double_to_long", saturating("double", "long"))
          .put(
              "bfloat16_to_float",
              text(
                  """
                  // The bits of a bfloat16 are the upper half of those of a float.
                  float bfloat16_to_float(ushort bits) {
                    return as_float((uint)bits << 16);
                  }
                  """))
          .put(
              "float_to_bfloat16",
              text(
                  """
                  // Rounded to the nearest, ties to even.
                  ushort float_to_bfloat16(float x) {
                    const uint bits = as_uint(x);
                    return isnan(x) ? 0x7fc0 : (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
                  }
                  """))
          .put(
              "round_to_bfloat16",
              text(
                  """
                  // The nearest float that a bfloat16 can hold.
                  float round_to_bfloat16(float x) {
                    return bfloat16_to_float(float_to_bfloat16(x));
                  }
                  """,
                  "bfloat16_to_float",
                  "float_to_bfloat16"))
          .put(
              "half_to_float",
              text(
                  """
                  // Exact; halves below the normal range are multiples of 2^-24.
                  float half_to_float(ushort bits) {
                    const uint size = bits & 0x7fff;
                    const uint real = size < 0x400 ? as_uint(size * 0x1p-24f)
                        : size < 0x7c00 ? (size << 13) + 0x38000000
                        : (size << 13) | 0x7f800000;
                    return as_float(real | (uint)(bits & 0x8000) << 16);
                  }
                  """))
          .put(
              "float_to_half",
              text(
                  """
                  // Rounded to the nearest, ties to even; what is too large becomes infinite.
                  ushort float_to_half(float x) {
                    const uint size = as_uint(fabs(x));
                    const uint half_bits = size > 0x7f800000 ? 0x7e00
                        : size >= 0x47800000 ? 0x7c00
                        : size < 0x38800000 ? (uint)rint(fabs(x) * 0x1p24f)
                        : (size - 0x38000000 + 0xfff + (size >> 13 & 1)) >> 13;
                    return half_bits | (as_uint(x) >> 16 & 0x8000);
                  }
                  """))
          .put(
              "rounded_between",
              text(
                  """
                  // The nearest integer of x, ties to even, held to a range and shifted. The range
                  // and the shift count from the bits of 1.5 * 2^23: added to it, x leaves its
                  // integer in the low bits of the sum.
                  int rounded_between(float x, int least, int most, int shift) {
                    return min(max(as_int(x + 0x1.8p23f), least), most) + shift;
                  }
                  """))
          .put(
              "quantized",
              text(
                  """
                  // A number of quanta as an integer; what is no number becomes if_nan.
                  int quantized(float quanta, float if_nan, int least, int most, int shift) {
                    return rounded_between(isnan(quanta) ? if_nan : quanta, least, most, shift);
                  }
                  """,
                  "rounded_between"))
          .buildOrThrow();

  private HelperTexts() {}

  /** The function of a name; null if it is none of these. */
  static Prelude.@Nullable Definition find(String name) {
    return ALL.get(name);
  }

  private static Prelude.Definition text(String text, String... calls) {
    return new Prelude.Definition(text, ImmutableList.copyOf(calls));
  }

  private static Prelude.Definition extreme(
      String type, String bits, String which, String name, String relation, String zeros) {
    return text(
        """
        // The WHICH of two numbers; NaN if one is that, and -0 is less than 0.
        TYPE TYPE_NAME(TYPE a, TYPE b) {
          if (a == b) {
            return as_TYPE(as_BITS(a) ZEROS as_BITS(b));
          }
          return a RELATION b || isnan(a) ? a : b;
        }
        """
            .replace("WHICH", which)
            .replace("TYPE", type)
            .replace("NAME", name)
            .replace("BITS", bits)
            .replace("ZEROS", zeros)
            .replace("RELATION", relation));
  }

  private static Prelude.Definition saturating(String from, String to) {
    return text(
        """
        // Truncated; what is out of range becomes the nearest bound, NaN becomes 0.
        TO FROM_to_TO(FROM x) {
          return isnan(x) ? 0 : convert_TO_sat(x);
        }
        """
            .replace("FROM", from)
            .replace("TO", to));
  }
}
