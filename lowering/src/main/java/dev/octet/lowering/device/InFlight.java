package dev.octet.lowering.device;

import java.util.ArrayList;
import java.util.List;

/**
 * Memory of the host that queued work still uses: held here, so that the garbage collector does not
 * free it underneath.
 */
final class InFlight {
  private List<Object> held = new ArrayList<>();

  synchronized void add(Object memory) {
    held.add(memory);
  }

  /** Everything so far, which whoever takes it must hold until the work has ended. */
  synchronized Object take() {
    List<Object> taken = held;
    held = new ArrayList<>();
    return taken;
  }

  synchronized void clear() {
    held.clear();
  }
}
