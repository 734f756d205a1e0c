package dev.octet.lowering.freeze;

import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.kernel.Lease;
import java.lang.foreign.Arena;

/** The graph of a sketch as passes get it, with every node that was drawn. */
public final class BoundSketch {
  private BoundSketch() {}

  /** Parameters are constants; nothing is dropped, shared or folded. */
  public static FrozenGraph of(ProgramSketch.Drawing drawing) {
    return BindState.apply(ProgramSketch.of(1, drawing), new Folder(Lease.of(Arena.ofAuto())));
  }
}
