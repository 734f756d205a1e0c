package dev.octet.lowering.device;

import dev.octet.lowering.kernel.ArenaEnd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Ties objects of OpenCL to arenas: closing the arena releases the object. */
final class Owned {
  private static final System.Logger LOG = System.getLogger(Owned.class.getName());

  private Owned() {}

  /**
   * A handle that lives as long as the arena.
   *
   * @param released runs right after the object was released
   */
  static MemorySegment in(
      Arena arena, MemorySegment handle, String what, MethodHandle release, Runnable released) {
    return in(arena, handle, what, release, () -> {}, released);
  }

  /**
   * The same.
   *
   * @param before runs right before the object is released
   */
  @SuppressWarnings("restricted") // the arena takes over what the driver made
  static MemorySegment in(
      Arena arena,
      MemorySegment handle,
      String what,
      MethodHandle release,
      Runnable before,
      Runnable released) {
    Runnable end =
        () -> {
          before.run();
          release(handle, what, release);
          released.run();
        };
    ArenaEnd.of(arena, end);
    return handle.reinterpret(arena, null);
  }

  /** A device that is lost cannot release; nobody can do anything about it then. */
  static void release(MemorySegment handle, String what, MethodHandle release) {
    int status = Cl.status(release, handle);
    if (status != Cl.SUCCESS) {
      LOG.log(System.Logger.Level.DEBUG, "releasing {0}: {1}", what, ClError.describe(status));
    }
  }
}
