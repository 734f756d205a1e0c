package dev.octet.nn;

/**
 * A reproducible source of numbers (the SplitMix64 sequence): the same on every machine and Java
 * version.
 */
final class RandomNumbers implements Initializer.RandomSource {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private long state;
  private double spare = Double.NaN;

  private RandomNumbers(long state) {
    this.state = state;
  }

  /** A sequence of its own for each name (the FNV-1a hash of it, with the seed). */
  static RandomNumbers of(long seed, String name) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    RandomNumbers mixer = new RandomNumbers(seed ^ hash);
    return new RandomNumbers(mixer.next());
  }

  private long next() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Uniform in [0, 1). */
  @Override
  public double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** Normal with mean 0 and deviation 1, by the polar method. */
  @Override
  public double normal() {
    if (!Double.isNaN(spare)) {
      double result = spare;
      spare = Double.NaN;
      return result;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
    spare = y * factor;
    return x * factor;
  }
}
