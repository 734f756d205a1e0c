package dev.octet.lowering.backend;

import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.kernel.Space;
import dev.octet.lowering.kernel.Splitter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Makes kernels. Implementations have no state that compiling changes; what they hold is freed when
 * the program is closed.
 */
public interface Backend extends AutoCloseable {
  /** For the ledger: {@code oneDNN}. */
  String name();

  /**
   * Where its kernels read and write; empty if it only looks at values, wherever they lie. The
   * emitter gives it values there.
   */
  default Optional<Space> space() {
    return Optional.of(Space.HOST);
  }

  /**
   * Whether its kernels read and write the caller's memory where it lies, although their space is
   * the device's.
   */
  default boolean reachesCaller() {
    return false;
  }

  /**
   * Emits kernels that compute a region.
   *
   * @return why it cannot, in which case nothing was emitted; empty if it did
   */
  Optional<String> lower(Region region, Emitter emitter);

  /**
   * A kernel that copies elements between buffers of one shape and type; empty if it has none. It
   * is asked where both are in its own space; if that is the device's, also where one is in the
   * other and elements lie in the same order without gaps.
   */
  default Optional<Kernel> move(Buffer from, Buffer to, Arena arena) {
    return Optional.empty();
  }

  /**
   * Puts bytes of the program's where its kernels read them.
   *
   * @param bytes memory of this process, contiguous
   * @param arena owns what is made; it lives as long as the program
   * @return the memory itself, or what tells it
   */
  default MemorySegment resident(MemorySegment bytes, Arena arena) {
    return bytes;
  }

  /** Called when all kernels of a plan were emitted, before any of them is bound. */
  default void finish() {}

  /**
   * Called before a run on the thread that runs it.
   *
   * @param threads how many threads kernels may use
   */
  default void begin(int threads) {}

  /**
   * The threads that this backend has of its own, for one frame.
   *
   * @param arena lives as long as the frame
   */
  default Optional<Splitter> splitter(Arena arena) {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
