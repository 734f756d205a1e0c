package dev.octet.lowering.codegen.bytecode;

import java.lang.foreign.MemorySegment;

/** All memory of the process as one segment, so that generated code can use plain addresses. */
final class NativeMemory {
  @SuppressWarnings("restricted") // addresses come from segments that the caller keeps alive
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private NativeMemory() {}
}
