package dev.octet.lowering.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The operands that a run of a primitive is given, as C lays them out: the library's number of
 * each, and a memory object.
 */
record ArgumentList(MemorySegment segment, int count) {
  private static final long BYTES = 16;
  private static final long MEMORY = 8;

  ArgumentList(Arena arena, int count) {
    this(arena.allocate(BYTES * count, 8), count);
  }

  void set(int index, int operand, MemorySegment memory) {
    segment.set(ValueLayout.JAVA_INT, BYTES * index, operand);
    segment.set(ValueLayout.ADDRESS, BYTES * index + MEMORY, memory);
  }
}
