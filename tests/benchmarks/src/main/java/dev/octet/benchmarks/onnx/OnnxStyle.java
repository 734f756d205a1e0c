package dev.octet.benchmarks.onnx;

/** How close to the program an ONNX file is. */
public enum OnnxStyle {
  /** It computes what the program does; ranges narrower than the type are clamped. */
  EXACT,
  /**
   * As tools that come with the runtime write it, so that all its kernels for integers match: every
   * convolution of integers has a quantize behind it, where the program has none one that holds
   * twice the range of the sum that follows; a narrow range is no more than a wide one that is not
   * used, and clamps that a quantize does anyway are left out. The work is that of the program,
   * results differ by some quanta.
   */
  RUNTIME
}
