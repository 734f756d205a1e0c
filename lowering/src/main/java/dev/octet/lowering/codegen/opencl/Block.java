package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.DerivedVariable;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a loop, or of the kernel: what is computed in it, in order. */
final class Block {
  /** One thing that is computed. */
  sealed interface Item {}

  /** A value. */
  record Compute(Expr expr) implements Item {}

  /** An index that is not affine. */
  record Index(DerivedVariable variable) implements Item {}

  /**
   * A reduction.
   *
   * @param loops from the outermost inwards
   */
  record Reduction(Expr.Reduce reduce, ImmutableList<Block> loops) implements Item {}

  /** A write to memory. */
  record Write(Store store) implements Item {}

  final @Nullable Block parent;
  final int depth;

  /**
   * What the loop counts: one counter, or several that run through all their values together; none
   * in the body of the kernel.
   */
  final ImmutableList<LoopVariable> counters;

  /** Whether the items of a work-group divide the turns among them. */
  final boolean divided;

  /** Where a loop of one counter starts and, exclusive, ends. */
  final Affine from;

  final Affine to;
  final List<Item> items = new ArrayList<>();

  /** The next loop of the nest inside of this one. */
  @Nullable Block inner;

  private Block(
      @Nullable Block parent,
      List<LoopVariable> counters,
      boolean divided,
      Affine from,
      Affine to) {
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.counters = ImmutableList.copyOf(counters);
    this.divided = divided;
    this.from = from;
    this.to = to;
  }

  static Block body() {
    return new Block(null, ImmutableList.of(), false, Affine.ZERO, Affine.ZERO);
  }

  Block loop(LoopVariable counter, Affine begin, Affine end) {
    return new Block(this, ImmutableList.of(counter), false, begin, end);
  }

  /** A loop that the items of a work-group divide among them. */
  Block divided(List<LoopVariable> loops) {
    return new Block(this, loops, true, Affine.ZERO, Affine.of(turns(loops)));
  }

  static long turns(List<LoopVariable> loops) {
    return loops.stream().mapToLong(LoopVariable::extent).reduce(1, (a, b) -> a * b);
  }
}
