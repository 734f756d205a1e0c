package dev.octet.lowering.freeze;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import java.lang.foreign.Arena;
import java.util.Map;

/**
 * A program with its state bound, ready to be given sizes. What does not depend on sizes is
 * computed once, here, and shared by all that {@link #at} gives. Thread-safe.
 */
public final class FrozenProgram {
  private final FrozenGraph frozen;

  /**
   * Freezes a program.
   *
   * @param arena owns what is computed from constants; must be shared if threads share this
   */
  public FrozenProgram(ExportedProgram program, Arena arena) {
    FrozenGraph bound = BindState.apply(program, new Folder(arena));
    this.frozen =
        FoldBatchNorm.apply(
            FoldConstants.apply(ExplicitPadding.apply(DropIdentities.apply(bound))), arena);
  }

  /** The inputs that the caller gives, with symbolic sizes. */
  public ImmutableList<Value> inputs() {
    return frozen.graph().inputs();
  }

  /** Folds what a pass has left to fold, and drops what nobody reads. */
  public FrozenGraph fold(FrozenGraph graph) {
    return DropDeadNodes.apply(
        ShareEqualNodes.apply(FoldConstants.apply(DropIdentities.apply(graph))));
  }

  /**
   * The graph for given sizes.
   *
   * @param sizes a number for each symbol of the program
   */
  public FrozenGraph at(Map<String, Long> sizes) {
    FrozenGraph sized = FoldConstants.apply(DropIdentities.apply(BindSizes.apply(frozen, sizes)));
    return DropDeadNodes.apply(
        ShareEqualNodes.apply(
            DecomposeProducts.apply(
                DecomposeEinsum.apply(DecomposeAttention.apply(TruthLogic.apply(sized))))));
  }
}
