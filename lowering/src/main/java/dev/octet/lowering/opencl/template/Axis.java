package dev.octet.lowering.opencl.template;

/**
 * One spatial dimension of a convolution.
 *
 * @param input how many positions the image has
 * @param output how many the result has
 * @param taps of the window
 */
record Axis(int input, int output, int taps, int stride, int padding, int dilation) {
  /** One position, and a window of one tap. */
  static final Axis NONE = new Axis(1, 1, 1, 1, 0, 1);

  /** True if each position of the result reads the same position of the image and no other. */
  boolean isPointwise() {
    return taps == 1 && stride == 1 && padding == 0 && input == output;
  }
}
