package dev.octet.lowering.fuse;

/**
 * One dimension of a transposed convolution as one of a plain convolution. Element {@code s·q + r}
 * of the uncut result, for a stride of {@code s}, is a sum over elements {@code q − j} of the image
 * with tap {@code r + s·j} of the kernel. So each phase {@code r} is a plain convolution, all with
 * one window, and the phases lie side by side.
 *
 * @param phases the stride, 1 or more
 * @param taps of each phase; the kernel is filled up with zeros to {@code phases · taps}
 * @param dilation of the plain convolution
 * @param padding of the plain convolution, at both ends
 * @param from where the result begins in the phases side by side
 */
record PhaseWindow(long phases, long taps, long dilation, long padding, long from) {
  /**
   * The window that computes no more than is needed.
   *
   * @param kernel the number of taps
   * @param padding what is cut off in front
   * @param dilation 1 if the stride is not
   */
  static PhaseWindow of(
      long image, long result, long kernel, long stride, long padding, long dilation) {
    long taps = Math.ceilDiv(kernel, stride);
    long reach = (taps - 1) * dilation;
    long first = padding / stride;
    long last = (padding + result - 1) / stride;
    long around = Math.max(0, Math.max(reach - first, last - image + 1));
    return new PhaseWindow(stride, taps, dilation, around, padding - stride * (reach - around));
  }
}
