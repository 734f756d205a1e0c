package dev.octet.lowering.onednn;

/** The library's numbers for what a primitive reads and writes. */
final class Operand {
  static final int SRC = 1;
  static final int SRC_1 = 2;
  static final int DST = 17;
  static final int WEIGHTS = 33;
  static final int BIAS = 41;
  static final int SCALE = 51;
  static final int SHIFT = 52;
  static final int SCRATCHPAD = 80;
  static final int MULTIPLE_SRC = 1024;
  private static final int SCALES = 4096;
  private static final int ZERO_POINTS = 8192;
  private static final int POST_OPERATION = 32768;

  private Operand() {}

  static int scales(int operand) {
    return SCALES | operand;
  }

  static int zeroPoints(int operand) {
    return ZERO_POINTS | operand;
  }

  static int postOperation(int index) {
    return POST_OPERATION * (index + 1);
  }
}
