package dev.octet.lowering.codegen.loop;

import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the loops that run over vectors by an estimate of the instructions executed. */
final class VectorChoice {
  /**
   * Instructions to move one element that does not lie beside its neighbour, in both directions.
   */
  private static final double STRIDED = 2.5;

  private final ExprPool pool;
  private final int lanes;
  private final List<Store> stores;
  private final Set<Expr> exprs;

  VectorChoice(ExprPool pool, int lanes, List<Store> stores, Set<Expr> exprs) {
    this.pool = pool;
    this.lanes = lanes;
    this.stores = stores;
    this.exprs = exprs;
  }

  /**
   * What was chosen.
   *
   * @param main the nest's own vector loop
   * @param vectors that and those of reductions
   */
  record Chosen(@Nullable LoopVariable main, ImmutableSet<LoopVariable> vectors) {}

  Chosen choose(List<LoopVariable> loops) {
    Chosen best = with(null);
    double bestCost = cost(best.vectors());
    for (LoopVariable loop : loops) {
      if (loop.extent() >= lanes && possible(loop)) {
        Chosen candidate = with(loop);
        double cost = cost(candidate.vectors());
        if (cost < bestCost) {
          best = candidate;
          bestCost = cost;
        }
      }
    }
    return best;
  }

  /** With a choice for the nest, those reductions that do not depend on it make their own. */
  private Chosen with(@Nullable LoopVariable main) {
    Set<LoopVariable> vectors = new LinkedHashSet<>();
    if (main != null) {
      vectors.add(main);
    }
    for (Expr expr : exprs) {
      if (expr instanceof Expr.Reduce reduce
          && (main == null || !pool.free(reduce).contains(main))
          && pool.free(reduce).stream().noneMatch(vectors::contains)) {
        inner(reduce, vectors);
      }
    }
    return new Chosen(main, ImmutableSet.copyOf(vectors));
  }

  private void inner(Expr.Reduce reduce, Set<LoopVariable> vectors) {
    LoopVariable best = null;
    double bestCost = cost(vectors);
    for (Expr.Range range : reduce.ranges()) {
      LoopVariable loop = range.variable();
      if (range.isFull()
          && loop.extent() >= lanes
          && reduce.type().hasVectors()
          && possible(loop)) {
        Set<LoopVariable> candidate = new LinkedHashSet<>(vectors);
        candidate.add(loop);
        double cost = cost(candidate);
        if (cost < bestCost) {
          best = loop;
          bestCost = cost;
        }
      }
    }
    if (best != null) {
      vectors.add(best);
    }
  }

  /** True if everything that depends on the loop has a vector form. */
  private boolean possible(LoopVariable loop) {
    for (Store store : stores) {
      if (store.index().nonAffineLoops().contains(loop)
          || (store.index().loops().contains(loop) && !hasVectors(store, loop))) {
        return false;
      }
    }
    for (Expr expr : exprs) {
      if (pool.free(expr).contains(loop) && !hasVectors(expr, loop)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasVectors(Store store, LoopVariable loop) {
    return store.value().type().hasVectors()
        && (store.buffer().storage() != Storage.S64 || store.index().coefficient(loop) == 1);
  }

  private boolean hasVectors(Expr expr, LoopVariable loop) {
    return expr.type().hasVectors()
        && switch (expr) {
          case Expr.Load load -> !load.index().nonAffineLoops().contains(loop);
          case Expr.FromIndex from -> !from.index().nonAffineLoops().contains(loop);
          case Expr.Call _ -> false;
          case Expr.Apply apply ->
              apply.operation().hasVectors()
                  && apply.operands().stream()
                      .allMatch(o -> o.type().hasVectors() || !pool.free(o).contains(loop));
          case Expr.Reduce reduce ->
              reduce.ranges().stream()
                  .noneMatch(range ->
                      range.from().loops().contains(loop) || range.to().loops().contains(loop));
          case Expr.Literal _ -> true;
        };
  }

  private double cost(Set<LoopVariable> vectors) {
    Map<LoopVariable, Double> steps = new HashMap<>();
    double cost = 0;
    for (Expr expr : exprs) {
      if (expr instanceof Expr.Literal || expr instanceof Expr.Reduce) {
        continue;
      }
      double each = expr instanceof Expr.Load load ? access(load.index(), vectors) : 1;
      cost += each * times(pool.free(expr), vectors, steps);
    }
    for (Store store : stores) {
      cost += access(store.index(), vectors) * times(store.index().loops(), vectors, steps);
    }
    return cost;
  }

  private double access(Affine index, Set<LoopVariable> vectors) {
    for (LoopVariable loop : index.loops()) {
      if (vectors.contains(loop)) {
        return index.coefficient(loop) == 1 ? 1.5 : lanes * STRIDED;
      }
    }
    return 1.5;
  }

  private double times(
      Set<LoopVariable> loops, Set<LoopVariable> vectors, Map<LoopVariable, Double> steps) {
    double times = 1;
    for (LoopVariable loop : loops) {
      times *=
          vectors.contains(loop)
              ? steps.computeIfAbsent(loop, v -> (double) (v.extent() / lanes + v.extent() % lanes))
              : loop.extent();
    }
    return times;
  }
}
