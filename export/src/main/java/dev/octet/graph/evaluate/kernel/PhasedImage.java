package dev.octet.graph.evaluate.kernel;

/**
 * Channels of an image, padded and rearranged so that a convolution reads runs of neighbours
 * whatever its stride is.
 *
 * <p>Tap {@code t} (counted in pixels, dilation included) of the output pixel {@code o} reads the
 * padded input pixel {@code o·stride + t}. With {@code t = stride·q + phase}, that is pixel {@code
 * o + q} of the plane that holds every stride-th pixel from {@code phase} on. So the image is split
 * into one plane for each phase, and a tap is one contiguous run over such a plane: it starts at
 * {@code q} and walks over the output pixels row by row. Rows of a plane are longer than rows of
 * the output; what the run gives for the pixels between two rows is dropped.
 *
 * <p>Arrays over the spatial dimensions have three entries, with size 1 for what one and two
 * dimensions lack.
 */
final class PhasedImage {
  private final int[] input;
  private final int[] output;
  private final int[] stride;
  private final int[] padding;
  private final int[] phases = new int[3];
  private final int[] extent = new int[3];

  /**
   * The rearrangement for a convolution.
   *
   * @param reach the largest tap in each dimension: (kernel − 1) · dilation
   */
  PhasedImage(int[] input, int[] output, int[] stride, int[] padding, int[] reach) {
    this.input = input;
    this.output = output;
    this.stride = stride;
    this.padding = padding;
    for (int i = 0; i < 3; i++) {
      phases[i] = Math.min(stride[i], reach[i] + 1);
      extent[i] = output[i] + reach[i] / stride[i];
    }
  }

  /** The length of one plane. */
  private int plane() {
    return extent[0] * extent[1] * extent[2];
  }

  /** The length of one channel: all its planes. */
  private int channel() {
    return phases[0] * phases[1] * phases[2] * plane();
  }

  /** From the first output pixel to the last, in the row length of a plane. */
  int runLength() {
    return row(output[0] - 1, output[1] - 1) + output[2];
  }

  /** Where an output row starts in a run. */
  int row(int z, int y) {
    return (z * extent[1] + y) * extent[2];
  }

  /** Where the run of a tap starts. */
  int start(int channel, int tapZ, int tapY, int tapX) {
    int plane = ((tapZ % stride[0]) * phases[1] + tapY % stride[1]) * phases[2] + tapX % stride[2];
    return channel * channel()
        + plane * plane()
        + row(tapZ / stride[0], tapY / stride[1])
        + tapX / stride[2];
  }

  /** Rearranges channels that lie one after another from {@code from} on. */
  Numbers rearrange(Numbers image, int from, int channels) {
    Numbers planes = image.zeros(Math.multiplyExact(channels, channel()));
    int inputSize = input[0] * input[1] * input[2];
    for (int c = 0; c < channels; c++) {
      int at = c * channel();
      for (int phaseZ = 0; phaseZ < phases[0]; phaseZ++) {
        for (int phaseY = 0; phaseY < phases[1]; phaseY++) {
          for (int phaseX = 0; phaseX < phases[2]; phaseX++) {
            copyPlane(
                image,
                from + c * inputSize,
                planes,
                at,
                phaseZ - padding[0],
                phaseY - padding[1],
                phaseX - padding[2]);
            at += plane();
          }
        }
      }
    }
    return planes;
  }

  /** Copies every stride-th pixel from an origin on that lies in the padding or in the image. */
  private void copyPlane(
      Numbers image, int from, Numbers planes, int at, int originZ, int originY, int originX) {
    // The pixels of a row that lie inside the image: from the first x with origin + x·stride ≥ 0
    // on.
    int first = originX < 0 ? Math.ceilDiv(-originX, stride[2]) : 0;
    int end = Math.min(extent[2], Math.ceilDiv(input[2] - originX, stride[2]));
    for (int z = 0; z < extent[0]; z++) {
      int sourceZ = originZ + z * stride[0];
      for (int y = 0; y < extent[1]; y++) {
        int sourceY = originY + y * stride[1];
        boolean inside = sourceZ >= 0 && sourceZ < input[0] && sourceY >= 0 && sourceY < input[1];
        if (inside && first < end) {
          int source =
              from + (sourceZ * input[1] + sourceY) * input[2] + originX + first * stride[2];
          planes.copy(at + row(z, y) + first, image, source, stride[2], end - first);
        }
      }
    }
  }
}
