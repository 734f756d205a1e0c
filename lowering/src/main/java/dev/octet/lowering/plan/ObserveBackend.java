package dev.octet.lowering.plan;

import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.fuse.SingleNode;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.op.Observe;
import java.util.Optional;

/** Shows a value to whoever listens to a run; what is observed stays where it lies. */
final class ObserveBackend implements Backend {
  @Override
  public String name() {
    return "observe";
  }

  @Override
  public Optional<String> lower(Region region, Emitter emitter) {
    if (!(region instanceof SingleNode single && single.node().op() instanceof Observe)) {
      return Optional.of("not an observer");
    }
    Buffer observed = emitter.read(single.node().operand(0));
    emitter.emit(new ObserveKernel(single.node().result(), observed));
    emitter.same(single.node().result(), single.node().operand(0));
    return Optional.empty();
  }
}
