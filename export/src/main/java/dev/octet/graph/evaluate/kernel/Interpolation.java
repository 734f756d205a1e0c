package dev.octet.graph.evaluate.kernel;

/**
 * Which pixels of a dimension a resized pixel is made of. Positions are computed in float for all
 * types but float64, as in PyTorch: near the boundary between two pixels the rounding decides.
 */
enum Interpolation {
  /** The pixel at {@code ⌊position · size / result⌋}. */
  NEAREST,
  /** The pixel whose area the centre of the resized pixel lies in. */
  NEAREST_CENTRE,
  /** Two neighbours. */
  LINEAR,
  /** Four neighbours, with the kernel of Keys for a = −0.75. */
  CUBIC;

  private static final double A = -0.75;

  /**
   * The size of a dimension before, and for each resized pixel the pixels it takes with their
   * weights.
   */
  static final class Axis {
    final int size;
    final int[][] taps;
    final double[][] weights;

    Axis(int size, int[][] taps, double[][] weights) {
      this.size = size;
      this.taps = taps;
      this.weights = weights;
    }
  }

  /**
   * The pixels and weights along one dimension.
   *
   * @param scale the factor that the caller gave, or 0: then the ratio of the sizes counts
   * @param corners whether the centres of the outermost pixels stay where they are, rather than
   *     their outer edges
   * @param single whether positions are computed in float
   */
  Axis axis(int size, int resized, double scale, boolean corners, boolean single) {
    int[][] taps = new int[resized][];
    double[][] weights = new double[resized][];
    boolean nearest = this == NEAREST || this == NEAREST_CENTRE;
    double step = round(step(size, resized, scale, corners && !nearest), single || nearest);
    for (int p = 0; p < resized; p++) {
      switch (this) {
        case NEAREST -> taps[p] = new int[] {nearest(p, p * (float) step, size, resized)};
        case NEAREST_CENTRE ->
            taps[p] = new int[] {nearest(p, (float) ((p + 0.5) * step), size, resized)};
        case LINEAR -> {
          double position = Math.max(position(p, step, corners, single), 0);
          int first = Math.min((int) position, size - 1);
          double rest = Math.clamp(position - first, 0, 1);
          taps[p] = new int[] {first, Math.min(first + 1, size - 1)};
          weights[p] = new double[] {1 - rest, rest};
        }
        case CUBIC -> {
          double position = position(p, step, corners, single);
          int first = Math.min((int) Math.floor(position), size - 1);
          taps[p] = new int[4];
          for (int t = 0; t < 4; t++) {
            taps[p][t] = Math.clamp(first - 1L + t, 0, size - 1);
          }
          weights[p] = cubicWeights(Math.clamp(position - first, 0, 1));
        }
      }
    }
    return new Axis(size, taps, weights);
  }

  /** The distance between two resized pixels, in pixels of the original. */
  private static double step(int size, int resized, double scale, boolean corners) {
    if (corners) {
      return resized > 1 ? (size - 1) / (double) (resized - 1) : 0;
    }
    return scale > 0 ? 1 / scale : (double) size / resized;
  }

  private static double round(double value, boolean single) {
    return single ? (float) value : value;
  }

  private static double position(int resized, double step, boolean corners, boolean single) {
    return round(corners ? resized * step : step * (resized + 0.5) - 0.5, single);
  }

  private static int nearest(int p, float position, int size, int resized) {
    return size == resized ? p : Math.min((int) Math.floor(position), size - 1);
  }

  /** Weights of the four pixels around a position that lies {@code t} behind the second. */
  static double[] cubicWeights(double t) {
    return new double[] {outer(t + 1), inner(t), inner(1 - t), outer(2 - t)};
  }

  private static double inner(double x) {
    return ((A + 2) * x - (A + 3)) * x * x + 1;
  }

  private static double outer(double x) {
    return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
  }
}
