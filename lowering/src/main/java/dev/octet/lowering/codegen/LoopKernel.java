package dev.octet.lowering.codegen;

import java.lang.foreign.MemorySegment;

/** A kernel of generated code. Immutable and thread-safe. */
public interface LoopKernel {
  /** What the compiler was told to call it. */
  String name();

  /** Into how many parts the work can be divided; 1 if it cannot. */
  long parallelism();

  /** Memory that each concurrent runner of parts needs, aligned to 64 bytes. */
  long scratchBytes();

  /**
   * Computes parts {@code from} (inclusive) to {@code to} (exclusive) of the outputs. Different
   * parts may run at once.
   *
   * @param inputs native memory of each input, in the layout that was compiled for
   * @param outputs native memory of each output; it must not overlap that of an input or of another
   *     output
   * @param scratch native memory of {@link #scratchBytes}
   */
  void run(
      MemorySegment[] inputs, MemorySegment[] outputs, MemorySegment scratch, long from, long to);

  /** The loops as text. */
  String listing();
}
