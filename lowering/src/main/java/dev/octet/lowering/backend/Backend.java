package dev.octet.lowering.backend;

import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.kernel.Splitter;
import java.lang.foreign.Arena;
import java.util.Optional;

/** Makes kernels. Implementations have no state that compiling changes. */
public interface Backend {
  /** For the ledger: {@code oneDNN}. */
  String name();

  /**
   * Emits kernels that compute a region.
   *
   * @return why it cannot, in which case nothing was emitted; empty if it did
   */
  Optional<String> lower(Region region, Emitter emitter);

  /** A kernel that copies elements between buffers of one shape and type; empty if it has none. */
  default Optional<Kernel> move(Buffer from, Buffer to, Arena arena) {
    return Optional.empty();
  }

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
}
