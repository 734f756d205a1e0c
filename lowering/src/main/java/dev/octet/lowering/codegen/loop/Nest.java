package dev.octet.lowering.codegen.loop;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * A loop nest.
 *
 * @param loops from the outermost inwards
 * @param stores each stands in the innermost of the loops that its index depends on
 * @param vectors loops that run over whole vectors at a time, the nest's own or of reductions
 */
public record Nest(
    ImmutableList<LoopVariable> loops,
    ImmutableList<Store> stores,
    ImmutableSet<LoopVariable> vectors) {
  /** The first loop, which slices of the kernel divide among them. */
  public Optional<LoopVariable> outermost() {
    return loops.isEmpty() ? Optional.empty() : Optional.of(loops.getFirst());
  }
}
