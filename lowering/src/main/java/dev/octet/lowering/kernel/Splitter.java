package dev.octet.lowering.kernel;

import java.util.function.IntConsumer;

/** Runs parts of one kernel on several threads. Used by one frame. */
@FunctionalInterface
public interface Splitter {
  /** One after another, on the caller's thread. */
  Splitter SEQUENTIAL =
      (threads, part) -> {
        for (int i = 0; i < threads; i++) {
          part.accept(i);
        }
      };

  /**
   * Runs parts 0 to {@code threads − 1} and returns when all have.
   *
   * @throws RuntimeException what a part threw
   */
  void split(int threads, IntConsumer part);
}
