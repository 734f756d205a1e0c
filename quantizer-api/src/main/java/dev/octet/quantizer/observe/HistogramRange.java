package dev.octet.quantizer.observe;

/**
 * Spreads the counts of a histogram over the bins of a wider range, as PyTorch's HistogramObserver
 * does: each old bin is cut into 16 equal pieces, and each piece goes to the bin that holds its
 * middle.
 */
final class HistogramRange {
  private static final int PIECES = 16;

  private HistogramRange() {}

  /**
   * The counts under the new range.
   *
   * @param min at most that of the histogram
   * @param max at least that of the histogram
   */
  static float[] widen(ObserverState.Histogram old, float min, float max) {
    int bins = old.bins();
    float[] counts = old.sharedCounts();
    if (old.min() == old.max()) {
      float[] result = new float[bins];
      result[binOf(old.min(), min, max, bins)] = CascadeSum.sum(counts);
      return result;
    }
    float pieceWidth = (old.max() - old.min()) / (float) (bins * PIECES);
    float half = 0.5f * pieceWidth;
    float[] starts = linspace(old.min(), old.max(), bins * PIECES + 1);
    float[] edges = linspace(min, max, bins + 1);
    float[] result = new float[bins];
    int below = 0; // the number of edges that are not above the middle of the piece
    for (int piece = 0; piece < bins * PIECES; piece++) {
      float middle = starts[piece] + half;
      while (below <= bins && edges[below] <= middle) {
        below++;
      }
      while (below > 0 && edges[below - 1] > middle) {
        below--;
      }
      result[Math.clamp(below - 1, 0, bins - 1)] += counts[piece / PIECES] / PIECES;
    }
    return result;
  }

  private static int binOf(float value, float min, float max, int bins) {
    return Math.min((int) ((value - min) * bins / (max - min)), bins - 1);
  }

  /**
   * PyTorch's {@code linspace} on float32: from both ends to the middle, one rounding for each
   * point.
   */
  static float[] linspace(float start, float end, int points) {
    float[] result = new float[points];
    float step = (end - start) / (points - 1);
    int half = points / 2;
    for (int i = 0; i < half; i++) {
      result[i] = Math.fma(step, i, start);
    }
    for (int i = half; i < points; i++) {
      result[i] = Math.fma(-step, points - 1 - i, end);
    }
    return result;
  }
}
