package dev.octet.lowering.opencl.step;

/**
 * Words in which kernels tell of mistakes in what they read. They are looked at when a run ends,
 * which then fails; kernels go on as if nothing was wrong.
 */
public interface Notes {
  /** The value of every word while nothing is wrong. */
  int NOTHING = Integer.MAX_VALUE;

  /** How many 32-bit words there are. */
  int words();

  /** What was wrong; not all of the words are {@link #NOTHING}. */
  RuntimeException mistake(int[] words);
}
