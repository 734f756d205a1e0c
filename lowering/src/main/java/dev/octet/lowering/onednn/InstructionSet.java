package dev.octet.lowering.onednn;

/**
 * What the processor can do.
 *
 * @param bits the library's set of features
 */
public record InstructionSet(int bits) {
  private static final int AVX2_VNNI = 15;
  private static final int AVX512 = 39;
  private static final int AVX512_VNNI = 103;
  private static final int AVX512_BF16 = 231;
  private static final int AVX512_AMX = 4079;

  static InstructionSet of(int bits) {
    return new InstructionSet(bits);
  }

  /**
   * Whether products of bytes are summed in 32 bits. Without that, sums of two products are kept in
   * 16 bits and saturate.
   */
  public boolean hasInt8DotProduct() {
    return has(AVX512_VNNI) || has(AVX2_VNNI);
  }

  /** Whether bfloat16 is multiplied natively. */
  public boolean hasBfloat16() {
    return has(AVX512_BF16);
  }

  /** Whether there are matrix tiles. */
  public boolean hasMatrixTiles() {
    return has(AVX512_AMX);
  }

  /** Whether registers have 512 bits. */
  public boolean hasAvx512() {
    return has(AVX512);
  }

  private boolean has(int features) {
    return (bits & features) == features;
  }

  @Override
  public String toString() {
    if (hasMatrixTiles()) {
      return "AVX-512 with AMX";
    }
    if (hasBfloat16()) {
      return "AVX-512 with VNNI and BF16";
    }
    if (has(AVX512_VNNI)) {
      return "AVX-512 with VNNI";
    }
    if (hasAvx512()) {
      return "AVX-512 without VNNI";
    }
    return has(AVX2_VNNI) ? "AVX2 with VNNI" : "AVX2 or less";
  }
}
