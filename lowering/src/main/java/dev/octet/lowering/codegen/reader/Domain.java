package dev.octet.lowering.codegen.reader;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LoopVariable;
import java.util.ArrayList;
import java.util.List;

/** Loops, and the index into each dimension of a tensor that they run through. */
public record Domain(ImmutableList<LoopVariable> loops, ImmutableList<Affine> index) {
  /** A loop for each dimension that is longer than 1. */
  public static Domain over(ExprPool pool, long... sizes) {
    ImmutableList.Builder<LoopVariable> loops = ImmutableList.builder();
    ImmutableList.Builder<Affine> index = ImmutableList.builder();
    for (long size : sizes) {
      if (size == 1) {
        index.add(Affine.ZERO);
      } else {
        LoopVariable loop = pool.variable(size);
        loops.add(loop);
        index.add(Affine.of(loop));
      }
    }
    return new Domain(loops.build(), index.build());
  }

  /** Two loops in place of one. */
  public Domain split(ExprPool pool, LoopVariable loop, long inner) {
    LoopVariable high = pool.variable(loop.extent() / inner);
    LoopVariable low = pool.variable(inner);
    return replace(loop, Affine.of(high).times(inner).plus(Affine.of(low)), high, low);
  }

  /** The part of the domain where a loop runs from {@code begin} to {@code end}, exclusive. */
  public Domain part(ExprPool pool, LoopVariable loop, long begin, long end) {
    if (end - begin == 1) {
      return replace(loop, Affine.of(begin));
    }
    LoopVariable shorter = pool.variable(end - begin);
    return replace(loop, Affine.of(shorter).plus(begin), shorter);
  }

  private Domain replace(LoopVariable loop, Affine value, LoopVariable... by) {
    List<LoopVariable> changed = new ArrayList<>();
    for (LoopVariable each : loops) {
      if (each.equals(loop)) {
        changed.addAll(List.of(by));
      } else {
        changed.add(each);
      }
    }
    return new Domain(
        ImmutableList.copyOf(changed),
        index.stream()
            .map(i -> i.substitute(loop, value))
            .collect(ImmutableList.toImmutableList()));
  }
}
