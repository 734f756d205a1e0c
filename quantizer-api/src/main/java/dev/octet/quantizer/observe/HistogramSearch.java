package dev.octet.quantizer.observe;

/**
 * The search of PyTorch's HistogramObserver for the range with the least squared error ({@code
 * _non_linear_param_search}): bins are cut off at the end where that loses fewer values, as long as
 * the error does not grow. Greedy, and the full range is never rated, so nearly always the top bin
 * goes.
 */
final class HistogramSearch {
  private static final double STEP = 1e-5;

  private final ObserverState.Histogram histogram;
  private final double levels;
  private final double width;
  private final float[] density;
  private final float[] errors;

  private HistogramSearch(ObserverState.Histogram histogram, double levels) {
    this.histogram = histogram;
    this.levels = levels;
    int bins = histogram.bins();
    width = ((double) histogram.max() - histogram.min()) / bins;
    density = new float[bins];
    errors = new float[bins];
    for (int i = 0; i < bins; i++) {
      density[i] = histogram.count(i) / (float) width;
    }
  }

  /**
   * The best range.
   *
   * @param levels the number of values of the quantized type; whatever range of them is in use
   */
  static ObserverState.Range search(ObserverState.Histogram histogram, double levels) {
    return new HistogramSearch(histogram, levels).run();
  }

  private ObserverState.Range run() {
    int bins = histogram.bins();
    double total = CascadeSum.sum(histogram.sharedCounts());
    float[] cumulative = cumulativeSums();
    double alpha = 0;
    double beta = 1;
    int start = 0;
    int end = bins - 1;
    double best = Double.POSITIVE_INFINITY;
    while (alpha < beta) {
      double nextAlpha = alpha + STEP;
      double nextBeta = beta - STEP;
      float lowMass = (float) (nextAlpha * total);
      float highMass = (float) (nextBeta * total);
      int left = start;
      while (left < end && cumulative[left] < lowMass) {
        left++;
      }
      int right = end;
      while (right > start && cumulative[right] > highMass) {
        right--;
      }
      boolean cutsLeft = left - start > end - right;
      if (cutsLeft) {
        alpha = nextAlpha;
      } else {
        beta = nextBeta;
      }
      int nextStart = cutsLeft ? left : start;
      int nextEnd = cutsLeft ? end : right;
      if (nextStart == start && nextEnd == end) {
        continue;
      }
      double error = error(nextStart, nextEnd);
      if (error > best) {
        break;
      }
      best = error;
      start = nextStart;
      end = nextEnd;
    }
    float step = (histogram.max() - histogram.min()) / bins;
    return new ObserverState.Range(
        histogram.min() + step * start, histogram.min() + step * (end + 1));
  }

  /** Sums in double, each rounded to float32. */
  private float[] cumulativeSums() {
    float[] result = new float[histogram.bins()];
    double sum = 0;
    for (int i = 0; i < result.length; i++) {
      sum += histogram.count(i);
      result[i] = (float) sum;
    }
    return result;
  }

  private double error(int start, int end) {
    double step = width * (end - start + 1) / levels;
    if (step == 0) {
      return 0;
    }
    FloatKernel.binErrors(BinErrors.of(start, width, step, levels), density, errors);
    return CascadeSum.sum(errors);
  }
}
