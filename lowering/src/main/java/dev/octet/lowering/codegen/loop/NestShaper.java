package dev.octet.lowering.codegen.loop;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Gives a nest its shape: merges loops that run through memory as one, orders them so that
 * reductions are computed as far outside as they can be and read what lies side by side, and
 * chooses those that run over vectors.
 */
public final class NestShaper {
  private final ExprPool pool;
  private final int lanes;
  private List<LoopVariable> loops;
  private List<Store> stores;

  private NestShaper(ExprPool pool, int lanes, List<LoopVariable> loops, List<Store> stores) {
    this.pool = pool;
    this.lanes = lanes;
    this.loops = loops;
    this.stores = stores;
  }

  /**
   * Shapes a nest.
   *
   * @param lanes of a vector; 0 for no vectors
   */
  public static Nest shape(ExprPool pool, int lanes, List<LoopVariable> loops, List<Store> stores) {
    NestShaper shaper =
        new NestShaper(pool, lanes, new ArrayList<>(loops), ImmutableList.copyOf(stores));
    shaper.merge();
    shaper.orderReductions();
    return shaper.order();
  }

  private Set<Expr> reachable() {
    return Reachable.fromStores(stores);
  }

  private List<Affine> indices(Set<Expr> exprs) {
    Set<Affine> indices = new LinkedHashSet<>();
    stores.forEach(store -> indices.add(store.index()));
    for (Expr expr : exprs) {
      switch (expr) {
        case Expr.Load load -> indices.add(load.index());
        case Expr.FromIndex from -> indices.add(from.index());
        case Expr.Reduce reduce ->
            reduce
                .ranges()
                .forEach(range -> {
                  indices.add(range.from());
                  indices.add(range.to());
                });
        case Expr.Literal _, Expr.Apply _, Expr.Call _ -> {}
      }
    }
    return new ArrayList<>(indices);
  }

  private void merge() {
    boolean changed = true;
    while (changed) {
      changed = false;
      Set<Expr> exprs = reachable();
      List<Affine> indices = indices(exprs);
      List<List<LoopVariable>> groups = new ArrayList<>();
      groups.add(loops);
      for (Expr expr : exprs) {
        if (expr instanceof Expr.Reduce reduce) {
          groups.add(
              reduce.ranges().stream()
                  .filter(Expr.Range::isFull)
                  .map(Expr.Range::variable)
                  .toList());
        }
      }
      for (List<LoopVariable> group : groups) {
        changed |= !changed && mergePair(group, indices);
      }
    }
  }

  private boolean mergePair(List<LoopVariable> group, List<Affine> indices) {
    for (LoopVariable outer : group) {
      for (LoopVariable inner : group) {
        if (!outer.equals(inner) && mergeable(outer, inner, indices)) {
          replace(outer, inner);
          return true;
        }
      }
    }
    return false;
  }

  private static boolean mergeable(LoopVariable outer, LoopVariable inner, List<Affine> indices) {
    if (outer.extent() * inner.extent() > Integer.MAX_VALUE / 2) {
      return false;
    }
    for (Affine index : indices) {
      Set<LoopVariable> fixed = index.nonAffineLoops();
      if (index.coefficient(outer) != index.coefficient(inner) * inner.extent()
          || fixed.contains(outer)
          || fixed.contains(inner)) {
        return false;
      }
    }
    return true;
  }

  /** One loop in place of two: {@code outer · extent(inner) + inner}. */
  private void replace(LoopVariable outer, LoopVariable inner) {
    LoopVariable merged = pool.variable(outer.extent() * inner.extent());
    UnaryOperator<Affine> index =
        affine -> affine.without(outer).substitute(inner, Affine.of(merged));
    UnaryOperator<ImmutableList<Expr.Range>> ranges =
        list -> {
          ImmutableList.Builder<Expr.Range> changed = ImmutableList.builder();
          for (Expr.Range range : list) {
            if (range.variable().equals(inner)) {
              changed.add(new Expr.Range(merged, Affine.ZERO, Affine.of(merged.extent())));
            } else if (!range.variable().equals(outer)) {
              changed.add(
                  new Expr.Range(
                      range.variable(), index.apply(range.from()), index.apply(range.to())));
            }
          }
          return changed.build();
        };
    Map<Expr, Expr> done = new HashMap<>();
    List<Store> changed = new ArrayList<>();
    for (Store store : stores) {
      changed.add(
          new Store(
              store.buffer(),
              index.apply(store.index()),
              pool.rewrite(store.value(), index, ranges, done)));
    }
    stores = changed;
    int at = loops.indexOf(inner);
    if (at >= 0) {
      loops.set(at, merged);
      loops.remove(outer);
    }
  }

  /**
   * In a reduction, a loop of larger steps through memory stands outside of one of smaller steps.
   */
  private void orderReductions() {
    Map<ImmutableList<Expr.Range>, ImmutableList<Expr.Range>> changed = new HashMap<>();
    for (Expr expr : reachable()) {
      if (expr instanceof Expr.Reduce reduce
          && reduce.ranges().stream().allMatch(Expr.Range::isFull)) {
        Set<Expr> read = Reachable.from(List.of(reduce.body()));
        ImmutableList<Expr.Range> ordered =
            ImmutableList.sortedCopyOf(
                Comparator.comparingLong(range -> -steps(range.variable(), read)), reduce.ranges());
        if (!ordered.equals(reduce.ranges())) {
          changed.put(reduce.ranges(), ordered);
        }
      }
    }
    if (!changed.isEmpty()) {
      Map<Expr, Expr> done = new HashMap<>();
      stores =
          stores.stream()
              .map(store ->
                  new Store(
                      store.buffer(),
                      store.index(),
                      pool.rewrite(
                          store.value(),
                          UnaryOperator.identity(),
                          ranges -> changed.getOrDefault(ranges, ranges),
                          done)))
              .toList();
    }
  }

  private static long steps(LoopVariable loop, Set<Expr> read) {
    return read.stream()
        .filter(Expr.Load.class::isInstance)
        .mapToLong(expr -> Math.abs(((Expr.Load) expr).index().coefficient(loop)))
        .sum();
  }

  private Nest order() {
    Set<Expr> exprs = reachable();
    // Everything that has to be finished before a deeper loop starts.
    List<Set<LoopVariable>> prefixes = new ArrayList<>();
    stores.forEach(store -> prefixes.add(inNest(store.index().loops())));
    for (Expr expr : exprs) {
      if (expr instanceof Expr.Reduce) {
        prefixes.add(inNest(pool.free(expr)));
      }
    }
    Map<LoopVariable, Long> rank = new HashMap<>();
    for (LoopVariable loop : loops) {
      rank.put(loop, prefixes.stream().filter(prefix -> !prefix.contains(loop)).count());
    }
    Affine output = stores.getFirst().index();
    List<LoopVariable> ordered = new ArrayList<>(loops);
    ordered.sort(
        Comparator.<LoopVariable>comparingLong(rank::get)
            .thenComparingLong(loop -> -Math.abs(output.coefficient(loop))));
    ImmutableSet<LoopVariable> vectors = ImmutableSet.of();
    if (lanes > 0) {
      VectorChoice.Chosen choice = new VectorChoice(pool, lanes, stores, exprs).choose(ordered);
      vectors = choice.vectors();
      if (choice.main() != null) {
        ordered = arranged(ordered, choice.main(), rank, output);
      }
    }
    return new Nest(ImmutableList.copyOf(ordered), ImmutableList.copyOf(stores), vectors);
  }

  private Set<LoopVariable> inNest(Set<LoopVariable> some) {
    Set<LoopVariable> inside = new HashSet<>(some);
    inside.retainAll(loops);
    return inside;
  }

  /** The vector loop goes innermost of its rank, but outside of those with smaller output steps. */
  private static List<LoopVariable> arranged(
      List<LoopVariable> ordered, LoopVariable main, Map<LoopVariable, Long> rank, Affine output) {
    List<LoopVariable> result = new ArrayList<>();
    List<LoopVariable> inner = new ArrayList<>();
    List<LoopVariable> later = new ArrayList<>();
    long own = Math.abs(output.coefficient(main));
    for (LoopVariable loop : ordered) {
      int order = Long.compare(rank.getOrDefault(loop, 0L), rank.getOrDefault(main, 0L));
      if (order > 0) {
        later.add(loop);
      } else if (order == 0 && !loop.equals(main) && Math.abs(output.coefficient(loop)) < own) {
        inner.add(loop);
      } else if (!loop.equals(main)) {
        result.add(loop);
      }
    }
    result.add(main);
    result.addAll(inner);
    result.addAll(later);
    return result;
  }
}
