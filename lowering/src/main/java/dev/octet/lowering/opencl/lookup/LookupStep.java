package dev.octet.lowering.opencl.lookup;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * A lookup.
 *
 * @param tell runs behind {@code copy}
 */
record LookupStep(Kernel copy, Kernel tell) implements Kernel {
  @Override
  public String name() {
    return copy.name();
  }

  @Override
  public String implementation() {
    return copy.implementation();
  }

  @Override
  public ImmutableList<Buffer> reads() {
    return copy.reads();
  }

  @Override
  public ImmutableList<Buffer> writes() {
    return copy.writes();
  }

  @Override
  public Optional<String> listing() {
    return Optional.of(copy.listing().orElseThrow() + "\n" + tell.listing().orElseThrow());
  }

  @Override
  public boolean isQueued() {
    return true;
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    Invocation copying = copy.bind(frame, arena);
    Invocation telling = tell.bind(frame, arena);
    return () -> {
      copying.run();
      telling.run();
    };
  }
}
