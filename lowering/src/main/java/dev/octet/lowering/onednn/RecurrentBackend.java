package dev.octet.lowering.onednn;

import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.fuse.SingleNode;
import java.util.Optional;

/**
 * Runs recurrent layers on this processor beside a device that has no kernels for them. The library
 * is loaded by the first program that has such a layer.
 */
public final class RecurrentBackend implements Backend {
  private final int threads;

  /**
   * A backend.
   *
   * @param threads how many a layer may use: those of a plan are fewer, since a device computes the
   *     rest of it
   */
  public RecurrentBackend(int threads) {
    this.threads = threads;
  }

  @Override
  public String name() {
    return "oneDNN";
  }

  @Override
  public Optional<String> lower(Region region, Emitter emitter) {
    if (!(region instanceof SingleNode single)) {
      return Optional.of("no recurrent layer");
    }
    Optional<RecurrentCell> cell = RecurrentLowering.cell(single.node());
    if (cell.isEmpty()) {
      return Optional.of("no recurrent layer");
    }
    Optional<String> missing = OneDnn.unavailable();
    if (missing.isPresent()) {
      return missing;
    }
    OneDnn.setThreads(threads); // begin came before the library
    return RecurrentLowering.lower(single.node(), cell.get(), emitter);
  }

  /** The library is asked nothing as long as no program has needed it. */
  @Override
  public void begin(int ofPlan) {
    if (OneDnn.isLoaded()) {
      OneDnn.setThreads(threads);
    }
  }
}
