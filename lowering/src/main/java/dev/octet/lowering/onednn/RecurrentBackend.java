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
  public RecurrentBackend() {}

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
    return missing.isPresent()
        ? missing
        : RecurrentLowering.lower(single.node(), cell.get(), emitter);
  }
}
