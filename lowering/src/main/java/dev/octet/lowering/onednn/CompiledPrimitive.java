package dev.octet.lowering.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A primitive that can run.
 *
 * @param handle of the library, owned by the arena it was made in
 * @param implementation the name that the library gives it
 * @param scratchpad the memory that it needs while it runs; may be of no bytes
 */
record CompiledPrimitive(MemorySegment handle, String implementation, Descriptor scratchpad) {
  static CompiledPrimitive of(PrimitiveDescription description, Arena arena) {
    return new CompiledPrimitive(
        description.primitive(arena),
        description.implementation(),
        description.scratchpad().copy(arena));
  }
}
