package dev.octet.agreement.compiled;

/** What a program computes with. */
enum Numbers {
  /** Unsigned activations of 7 bits, which sum exactly on every processor. */
  UNSIGNED(true, false),
  /** Signed activations. */
  SIGNED(true, false),
  /** Unsigned activations of 8 bits. */
  WHOLE_RANGE(true, false),
  /** Unsigned activations whose scale each run chooses. */
  DYNAMIC(true, false),
  /** Unsigned activations of 7 bits, and bfloat16 where nothing is quantized. */
  MIXED(true, true),
  FLOAT(false, false),
  BFLOAT16(false, true);

  private final boolean quantized;
  private final boolean autocast;

  Numbers(boolean quantized, boolean autocast) {
    this.quantized = quantized;
    this.autocast = autocast;
  }

  boolean isQuantized() {
    return quantized;
  }

  /** Whether the target is asked for bfloat16. */
  boolean isAutocast() {
    return autocast;
  }

  /** How far numbers that are not integers may be off, relative to the largest. */
  double tolerance() {
    return autocast ? 0x1p-7 : 1e-5;
  }
}
