package dev.octet.lowering.kernel;

import com.google.common.collect.ImmutableList;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * Work on buffers, with everything decided: what is computed, and how. Immutable, shared by all
 * runs; a run binds it to its own memory first.
 */
public interface Kernel {
  /** What is computed, for people: {@code convolution + relu}. */
  String name();

  /** How: the name that the library gives its implementation, or that of the backend. */
  String implementation();

  ImmutableList<Buffer> reads();

  ImmutableList<Buffer> writes();

  /** Bytes of memory needed while it runs; the frame gives them. */
  default long scratchBytes() {
    return 0;
  }

  /** What it does, step by step, for people; empty if it is not Octet's own making. */
  default Optional<String> listing() {
    return Optional.empty();
  }

  /** Whether a run only puts it into the frame's {@link WorkQueue} and goes on. */
  default boolean isQueued() {
    return false;
  }

  /**
   * Makes it ready to run in a frame.
   *
   * @param arena owns what is made; lives as long as the frame
   */
  Invocation bind(Frame frame, Arena arena);
}
