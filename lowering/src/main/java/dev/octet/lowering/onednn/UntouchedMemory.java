package dev.octet.lowering.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;

/**
 * Memory for what is written as a whole before it is read. An arena fills its memory with zeros,
 * which gets every page from the system at once and on the calling thread; for the packed weights
 * of resnet50 that is a fourth of the time in which they are compiled. Here the pages come when
 * they are first written, on the thread that packs.
 */
final class UntouchedMemory {
  private static final long ALIGNMENT = 64;

  private static final SymbolLookup C = Linker.nativeLinker().defaultLookup();

  /** Windows has no such function. */
  private static final boolean EXISTS = C.find("posix_memalign").isPresent();

  private static final NativeFunction ALLOCATE =
      new NativeFunction(
          C, "posix_memalign", ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

  /** Gives nothing; whatever stands where an int would is not looked at. */
  private static final NativeFunction FREE = new NativeFunction(C, "free", ValueLayout.ADDRESS);

  private UntouchedMemory() {}

  /**
   * Memory that the arena owns and frees; aligned to 64 bytes, of any contents.
   *
   * @throws OutOfMemoryError if there is none
   */
  @SuppressWarnings("restricted") // the C library knows neither sizes nor arenas
  static MemorySegment allocate(long bytes, Arena arena) {
    if (bytes == 0 || !EXISTS) {
      return arena.allocate(bytes, ALIGNMENT);
    }
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      if (ALLOCATE.invoke(result, ALIGNMENT, bytes) != 0) {
        throw new OutOfMemoryError("the system has no " + bytes + " bytes left");
      }
      return result
          .get(ValueLayout.ADDRESS, 0)
          .reinterpret(bytes, arena, memory -> FREE.invoke(memory));
    }
  }
}
