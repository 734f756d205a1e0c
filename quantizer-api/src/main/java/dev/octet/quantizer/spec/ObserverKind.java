package dev.octet.quantizer.spec;

/**
 * Which observer watches a tensor during calibration, and its options. A value: it compares, prints
 * and can be written to a file. The names are those of PyTorch's observer classes without the word
 * observer.
 */
public sealed interface ObserverKind {
  /** PyTorch's default lower bound of a scale, 2<sup>−23</sup>. */
  double DEFAULT_EPS = 0x1p-23;

  /** The lower bound of a scale, positive; float32 arithmetic rounds it. */
  double eps();

  /** True if the range is cut by one bit, for processors whose 8-bit multiply-add saturates. */
  default boolean reduceRange() {
    return false;
  }

  /** The name of PyTorch's class. */
  default String className() {
    return getClass().getSimpleName() + "Observer";
  }

  /** True if the observer computes scale and zero point from what it sees. */
  default boolean computesQParams() {
    return true;
  }

  /** True if the observer keeps one range for each channel. */
  default boolean isPerChannel() {
    return false;
  }

  /** The smallest and the largest value seen. */
  record MinMax(double eps, boolean reduceRange) implements ObserverKind {
    public MinMax {
      checkEps(eps);
    }
  }

  /**
   * An exponential average of each call's smallest and largest value.
   *
   * @param averagingConstant the weight of a new call, in {@code (0, 1]}; PyTorch's default is 0.01
   */
  record MovingAverageMinMax(double averagingConstant, double eps, boolean reduceRange)
      implements ObserverKind {
    public MovingAverageMinMax {
      checkAveragingConstant(averagingConstant);
      checkEps(eps);
    }
  }

  /** The smallest and the largest value seen in each channel. */
  record PerChannelMinMax(double eps, boolean reduceRange) implements ObserverKind {
    public PerChannelMinMax {
      checkEps(eps);
    }

    @Override
    public boolean isPerChannel() {
      return true;
    }
  }

  /**
   * An exponential average of each call's smallest and largest value in each channel.
   *
   * @param averagingConstant the weight of a new call, in {@code (0, 1]}; PyTorch's default is 0.01
   */
  record MovingAveragePerChannelMinMax(double averagingConstant, double eps, boolean reduceRange)
      implements ObserverKind {
    public MovingAveragePerChannelMinMax {
      checkAveragingConstant(averagingConstant);
      checkEps(eps);
    }

    @Override
    public boolean isPerChannel() {
      return true;
    }
  }

  /**
   * A histogram, and a search for the range with the least squared error.
   *
   * @param bins at least 1; PyTorch's default is 2048
   */
  record Histogram(int bins, double eps, boolean reduceRange) implements ObserverKind {
    /** So many bins take 64 MiB. */
    public static final int MAX_BINS = 1 << 24;

    public Histogram {
      if (bins < 1 || bins > MAX_BINS) {
        throw new SpecException(
            "a histogram of "
                + bins
                + " bins is not possible; expected 1 to "
                + MAX_BINS
                + " (PyTorch's default is 2048)");
      }
      checkEps(eps);
    }
  }

  /**
   * Watches nothing: scale and zero point are computed when the model runs (dynamic quantization),
   * or none are needed (float16).
   */
  record Placeholder(double eps) implements ObserverKind {
    public Placeholder {
      checkEps(eps);
    }

    @Override
    public boolean computesQParams() {
      return false;
    }
  }

  /** Keeps a copy of every tensor seen, for debugging. */
  record Recording() implements ObserverKind {
    @Override
    public double eps() {
      return DEFAULT_EPS;
    }

    @Override
    public boolean computesQParams() {
      return false;
    }
  }

  /** Watches nothing and has no scale: marks a tensor for a conversion such as float16. */
  record Noop() implements ObserverKind {
    @Override
    public double eps() {
      return DEFAULT_EPS;
    }

    @Override
    public boolean computesQParams() {
      return false;
    }
  }

  static ObserverKind minMax(double eps) {
    return new MinMax(eps, false);
  }

  static ObserverKind movingAverageMinMax(double eps) {
    return new MovingAverageMinMax(0.01, eps, false);
  }

  static ObserverKind perChannelMinMax(double eps) {
    return new PerChannelMinMax(eps, false);
  }

  static ObserverKind movingAveragePerChannelMinMax(double eps) {
    return new MovingAveragePerChannelMinMax(0.01, eps, false);
  }

  /** A histogram of 2048 bins. */
  static ObserverKind histogram(double eps) {
    return new Histogram(2048, eps, false);
  }

  static ObserverKind placeholder(double eps) {
    return new Placeholder(eps);
  }

  private static void checkEps(double eps) {
    // A scale of 0 would divide by 0.
    if (!((float) eps > 0) || Float.isInfinite((float) eps)) {
      throw new SpecException(
          "eps "
              + eps
              + " is not a positive float32 number; PyTorch's default is 2^-23 = "
              + DEFAULT_EPS);
    }
  }

  private static void checkAveragingConstant(double constant) {
    if (!(constant > 0 && constant <= 1)) {
      throw new SpecException(
          "averaging constant " + constant + " is outside (0, 1]; PyTorch's default is 0.01");
    }
  }
}
