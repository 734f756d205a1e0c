package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/** The windows of an image as columns, and the sum of columns at their places in an image. */
final class ColumnImageKernels {
  private ColumnImageKernels() {}

  static void register(Kernels kernels) {
    kernels.add(in -> moved(in, true), "aten.im2col.default");
    kernels.add(in -> moved(in, false), "aten.col2im.default");
  }

  private static Object moved(KernelArguments in, boolean toColumns) {
    Tensor source = in.tensor("self");
    Tensor result = in.allocateResult(0);
    Shape image = toColumns ? source.shape() : result.shape();
    int height = (int) image.size(-2);
    int width = (int) image.size(-1);
    int planes = height * width == 0 ? 0 : (int) (image.elements() / ((long) height * width));
    int[] kernel = pair(in, "kernel_size");
    int[] stride = pair(in, "stride");
    int[] padding = pair(in, "padding");
    int[] dilation = pair(in, "dilation");
    int rows = (height + 2 * padding[0] - dilation[0] * (kernel[0] - 1) - 1) / stride[0] + 1;
    int columns = (width + 2 * padding[1] - dilation[1] * (kernel[1] - 1) - 1) / stride[1] + 1;
    Numbers from = Numbers.of(source);
    Numbers to = from.zeros((int) result.elements());
    int column = 0;
    for (int plane = 0; plane < planes; plane++) {
      for (int tap = 0; tap < kernel[0] * kernel[1]; tap++) {
        for (int row = 0; row < rows; row++) {
          int y = row * stride[0] - padding[0] + tap / kernel[1] * dilation[0];
          for (int c = 0; c < columns; c++, column++) {
            int x = c * stride[1] - padding[1] + tap % kernel[1] * dilation[1];
            if (y < 0 || y >= height || x < 0 || x >= width) {
              continue;
            }
            int pixel = (plane * height + y) * width + x;
            to.add(toColumns ? column : pixel, from, toColumns ? pixel : column, 1, 1);
          }
        }
      }
    }
    return to.storeIn(result);
  }

  private static int[] pair(KernelArguments in, String parameter) {
    long[] values = in.longs(parameter);
    return new int[] {(int) values[0], (int) values[values.length == 1 ? 0 : 1]};
  }
}
