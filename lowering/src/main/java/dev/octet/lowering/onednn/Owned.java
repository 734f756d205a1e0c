package dev.octet.lowering.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Ties objects of the library to arenas: closing the arena destroys the object. */
final class Owned {
  private Owned() {}

  @SuppressWarnings("restricted") // the arena takes over what the library made
  static MemorySegment in(Arena arena, MemorySegment handle, String what, NativeFunction destroy) {
    return handle.reinterpret(arena, object -> Dnnl.call("freeing " + what, destroy, object));
  }
}
