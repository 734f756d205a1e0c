package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.Reachable;
import dev.octet.lowering.codegen.loop.Store;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which loops of a nest become work items. The outer loops are those that every store depends on
 * and that stand outside of all reductions. Without long reductions each of their turns is one work
 * item; with them each is one work-group, whose items divide the reductions and the inner loops.
 * Where items are threads, each turn is one item all the same, and long reductions are divided
 * among lanes, which a compiler makes vectors of.
 *
 * @param inGroups whether work-groups take the turns of the outer loops
 * @param inLanes whether items divide their reductions among lanes
 * @param inner the other loops of the nest
 * @param dimensions whether each outer loop is one dimension, the last one the first; else one
 *     dimension runs through all of them
 */
record Geometry(
    boolean inGroups,
    boolean inLanes,
    ImmutableList<LoopVariable> outer,
    ImmutableList<LoopVariable> inner,
    boolean dimensions,
    ImmutableLongArray global,
    ImmutableLongArray local) {
  /** A reduction of fewer elements is not worth a work-group. */
  private static final long SHORT = 64;

  /** So many outer turns keep a device busy with one work item for each. */
  private static final long MANY = 2048;

  private static final int MOST_ITEMS = 256;
  private static final int LEAST_ITEMS = 32;

  /** So many accumulators fill the vectors of most processors. */
  static final int LANES = 16;

  /** Items that read side by side, few enough that there is a work-group for each thread. */
  private static final int NEIGHBOURS = 64;

  private static final int MOST_DIMENSIONS = 3;

  /** Rows that are shorter are not worth a dimension. */
  private static final long LONG_ROW = 64;

  static Geometry of(ExprPool pool, Nest nest, SourceFeatures features) {
    List<Expr.Reduce> reductions = new ArrayList<>();
    for (Expr expr : Reachable.fromStores(nest.stores())) {
      if (expr instanceof Expr.Reduce reduce) {
        reductions.add(reduce);
      }
    }
    Set<LoopVariable> common = new LinkedHashSet<>(nest.loops());
    for (Store store : nest.stores()) {
      common.retainAll(store.index().loops());
    }
    for (Expr.Reduce reduce : reductions) {
      common.retainAll(pool.free(reduce));
    }
    ImmutableList<LoopVariable> outer =
        nest.loops().stream().filter(common::contains).collect(ImmutableList.toImmutableList());
    ImmutableList<LoopVariable> inner =
        nest.loops().stream()
            .filter(loop -> !common.contains(loop))
            .collect(ImmutableList.toImmutableList());
    int most = Math.min(MOST_ITEMS, features.mostItems());
    boolean full = reductions.stream().allMatch(reduce -> isOutside(pool, reduce, outer));
    List<Expr.Reduce> shared =
        reductions.stream()
            .filter(reduce -> outer.containsAll(pool.free(reduce)) && turns(reduce) >= SHORT)
            .toList();
    if (features.threads()) {
      boolean rows = reductions.stream().anyMatch(Geometry::hasLanes);
      return items(
          outer, inner, rows, rows ? 1 : shared.isEmpty() ? most : Math.min(most, NEIGHBOURS));
    }
    long outerTurns = Block.turns(outer);
    if (!full || shared.stream().noneMatch(each -> outerTurns < MANY || isContiguous(each))) {
      return items(outer, inner, false, most);
    }
    long longest = Block.turns(inner);
    for (Expr.Reduce reduce : reductions) {
      longest = Math.max(longest, turns(reduce));
    }
    int items = Integer.highestOneBit(most);
    while (items > LEAST_ITEMS && items * 4L > longest) {
      items /= 2;
    }
    return groups(outer, inner, items);
  }

  private static long turns(Expr.Reduce reduce) {
    return Block.turns(reduce.ranges().stream().map(Expr.Range::variable).toList());
  }

  /** True unless a reduction of an outer turn runs over a part of its ranges only. */
  private static boolean isOutside(ExprPool pool, Expr.Reduce reduce, List<LoopVariable> outer) {
    return !outer.containsAll(pool.free(reduce))
        || reduce.ranges().stream().allMatch(Expr.Range::isFull);
  }

  /** True if a reduction is long and its innermost elements lie side by side. */
  private static boolean hasLanes(Expr.Reduce reduce) {
    Expr.Range last = reduce.ranges().getLast();
    return last.isFull()
        && last.variable().extent() >= 2L * LANES
        && isContiguous(reduce, ImmutableSet.of(last.variable()));
  }

  /** True if neighbouring elements of what is reduced lie side by side. */
  private static boolean isContiguous(Expr.Reduce reduce) {
    return isContiguous(
        reduce,
        reduce.ranges().stream().map(Expr.Range::variable).collect(ImmutableSet.toImmutableSet()));
  }

  private static boolean isContiguous(Expr.Reduce reduce, ImmutableSet<LoopVariable> counters) {
    return Reachable.from(List.of(reduce.body())).stream()
        .anyMatch(expr ->
            expr instanceof Expr.Load load
                && counters.stream().anyMatch(c -> load.index().coefficient(c) == 1));
  }

  private static Geometry items(
      ImmutableList<LoopVariable> outer,
      ImmutableList<LoopVariable> inner,
      boolean inLanes,
      int most) {
    boolean dimensions =
        outer.size() <= 1
            || (outer.size() <= MOST_DIMENSIONS && outer.getLast().extent() >= LONG_ROW);
    long first = dimensions && !outer.isEmpty() ? outer.getLast().extent() : Block.turns(outer);
    long items = divisor(first, most);
    ImmutableLongArray.Builder global = ImmutableLongArray.builder();
    ImmutableLongArray.Builder local = ImmutableLongArray.builder();
    global.add(Math.ceilDiv(first, items) * items);
    local.add(items);
    if (dimensions) {
      for (LoopVariable loop : outer.reverse().subList(Math.min(1, outer.size()), outer.size())) {
        global.add(loop.extent());
        local.add(1);
      }
    }
    return new Geometry(false, inLanes, outer, inner, dimensions, global.build(), local.build());
  }

  /** A good number of items for a work-group, a divisor where there is one. */
  private static long divisor(long turns, int most) {
    if (turns <= most) {
      return turns;
    }
    for (int items = most; items >= Math.min(most, 64); items--) {
      if (turns % items == 0 && items % 16 == 0) {
        return items;
      }
    }
    return Math.min(most, 128);
  }

  private static Geometry groups(
      ImmutableList<LoopVariable> outer, ImmutableList<LoopVariable> inner, int items) {
    boolean dimensions = outer.size() <= MOST_DIMENSIONS;
    ImmutableLongArray.Builder global = ImmutableLongArray.builder();
    ImmutableLongArray.Builder local = ImmutableLongArray.builder();
    long first = outer.isEmpty() ? 1 : dimensions ? outer.getLast().extent() : Block.turns(outer);
    global.add(first * items);
    local.add(items);
    if (dimensions) {
      for (LoopVariable loop : outer.reverse().subList(Math.min(1, outer.size()), outer.size())) {
        global.add(loop.extent());
        local.add(1);
      }
    }
    return new Geometry(true, false, outer, inner, dimensions, global.build(), local.build());
  }

  /** Items of a work-group. */
  long items() {
    return local.get(0);
  }

  /** True if a work-group computes the reduction together. */
  boolean isShared(ExprPool pool, Expr.Reduce reduce) {
    return inGroups && outer.containsAll(pool.free(reduce));
  }

  /** True if an item divides the innermost loop of the reduction among lanes. */
  boolean isDivided(Expr.Reduce reduce) {
    return inLanes && hasLanes(reduce);
  }
}
