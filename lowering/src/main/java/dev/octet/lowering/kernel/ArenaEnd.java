package dev.octet.lowering.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Has something done when an arena is closed. */
public final class ArenaEnd {
  private ArenaEnd() {}

  /**
   * Does some work when an arena is closed, by the thread that closes it.
   *
   * @throws IllegalStateException if it is closed already; then the work is done now
   */
  @SuppressWarnings("restricted") // nothing is read: the segment has no bytes
  public static void of(Arena arena, Runnable work) {
    try {
      var _ = MemorySegment.NULL.reinterpret(arena, _ -> work.run());
    } catch (RuntimeException e) { // the arena is closed, or another thread's
      work.run();
      throw e;
    }
  }
}
