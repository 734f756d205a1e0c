package dev.octet.lowering.freeze;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Value;
import dev.octet.lowering.kernel.Lease;
import dev.octet.program.ExportedProgram;
import java.lang.foreign.Arena;
import java.util.Map;

/**
 * A program with its state bound, ready to be given sizes. What does not depend on sizes is
 * computed once, here, and shared by all that {@link #at} gives. Thread-safe.
 */
public final class FrozenProgram {
  private final FrozenGraph frozen;
  private final Lease lease;

  /**
   * Freezes a program.
   *
   * @param lease owns what is computed from constants and does not depend on sizes
   * @throws dev.octet.tensor.InputException if no sizes make it run: it takes or gives numbers, an
   *     operator has no kernel, its operands or literals do not fit, or sizes depend on values
   */
  public FrozenProgram(ExportedProgram program, Lease lease) {
    this.lease = lease;
    FrozenGraph bound = BindState.apply(program, new Folder(lease));
    RefuseUnplannable.check(bound);
    CheckNodes.check(bound);
    this.frozen =
        FoldBatchNorm.apply(
            FoldConstants.apply(ExplicitPadding.apply(DropIdentities.apply(bound))), lease.arena());
  }

  /**
   * Freezes a program.
   *
   * @param arena owns all that is computed from constants; must be shared if threads share this
   */
  public FrozenProgram(ExportedProgram program, Arena arena) {
    this(program, Lease.of(arena));
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
   * @throws dev.octet.tensor.InputException naming a node that does not fit these sizes
   */
  public FrozenGraph at(Map<String, Long> sizes) {
    return at(sizes, lease);
  }

  /**
   * As {@link #at(Map)}.
   *
   * @param owner owns what is computed for these sizes, or keeps it if it is known
   */
  public FrozenGraph at(Map<String, Long> sizes, Lease owner) {
    FrozenGraph bound = BindSizes.apply(frozen.of(owner), sizes);
    if (!sizes.isEmpty()) {
      CheckNodes.check(bound);
    }
    FrozenGraph sized = FoldConstants.apply(DropIdentities.apply(DecomposeCopies.apply(bound)));
    return DropDeadNodes.apply(
        ShareEqualNodes.apply(
            DecomposeProducts.apply(
                DecomposeEinsum.apply(DecomposeAttention.apply(TruthLogic.apply(sized))))));
  }
}
