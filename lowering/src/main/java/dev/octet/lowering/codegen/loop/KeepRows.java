package dev.octet.lowering.codegen.loop;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets a reduction store what it computes for each element where a loop behind it computes the same
 * again: a softmax sums powers that it divides by the sum afterwards. The row lies in memory of the
 * thread, small enough for its innermost cache. The numbers stay the same bits.
 */
public final class KeepRows {
  /** Less operations are done sooner again than a vector is stored and loaded. */
  private static final int LEAST_OPERATIONS = 6;

  /** Elements of a row: a third of the cache that is next to a core, for two rows. */
  private static final long MOST_ELEMENTS = 2048;

  private static final long ALIGNMENT = 64;

  private final ExprPool pool;
  private final Nest nest;
  private final Set<List<Object>> tried = new HashSet<>();
  private ImmutableList<Store> stores;
  private long end;

  private KeepRows(ExprPool pool, Nest nest, long begin) {
    this.pool = pool;
    this.nest = nest;
    this.stores = nest.stores();
    this.end = begin;
  }

  /**
   * Keeps rows where that pays.
   *
   * @param pool owns the expressions of the nest
   * @param begin where the rows may begin in the scratch memory of a thread, in bytes
   */
  public static Nest apply(ExprPool pool, Nest nest, long begin) {
    KeepRows pass = new KeepRows(pool, nest, begin);
    while (pass.keepOne()) {}
    return pass.stores.equals(nest.stores())
        ? nest
        : new Nest(nest.loops(), pass.stores, nest.vectors());
  }

  /** Where the rows of a nest end in the scratch memory of a thread; 0 if it keeps none. */
  public static long end(Nest nest) {
    return Reachable.fromStores(nest.stores()).stream()
        .filter(Expr.Reduce.class::isInstance)
        .flatMap(expr -> ((Expr.Reduce) expr).kept().stream())
        .mapToLong(store ->
            store.buffer().index() + (store.index().max() + 1) * store.buffer().storage().bytes())
        .max()
        .orElse(0);
  }

  /** Keeps the rows of one more reduction; returns false when there is none. */
  private boolean keepOne() {
    for (Expr.Reduce reduce : reductions()) {
      if (!isRow(reduce)) {
        continue;
      }
      LoopVariable own = reduce.ranges().getFirst().variable();
      for (LoopVariable loop : loopsBehind(reduce)) {
        if (tried.add(List.of(own, loop)) && keep(reduce, own, loop)) {
          return true;
        }
      }
    }
    return false;
  }

  /** In the order in which they are computed. */
  private List<Expr.Reduce> reductions() {
    return Reachable.inOrder(stores).stream()
        .filter(Expr.Reduce.class::isInstance)
        .map(Expr.Reduce.class::cast)
        .toList();
  }

  /** One full loop, run once for each turn of loops that are no vector loops. */
  private boolean isRow(Expr.Reduce reduce) {
    return reduce.ranges().size() == 1
        && reduce.ranges().getFirst().isFull()
        && reduce.ranges().getFirst().variable().extent() <= MOST_ELEMENTS
        && pool.free(reduce).stream().noneMatch(nest.vectors()::contains);
  }

  /** The loops of as many turns that run when the reduction is done. */
  private Set<LoopVariable> loopsBehind(Expr.Reduce reduce) {
    long extent = reduce.ranges().getFirst().variable().extent();
    Set<LoopVariable> loops = new LinkedHashSet<>();
    for (Expr.Reduce other : reductions()) {
      if (!other.equals(reduce) && isRow(other) && contains(other.body(), reduce)) {
        loops.add(other.ranges().getFirst().variable());
      }
    }
    loops.addAll(nest.loops());
    loops.removeIf(loop -> loop.extent() != extent || pool.free(reduce).contains(loop));
    return loops;
  }

  private boolean keep(Expr.Reduce reduce, LoopVariable own, LoopVariable loop) {
    Set<Expr> behind = Reachable.fromStores(stores);
    Map<Expr, Expr> again = new LinkedHashMap<>();
    find(reduce.body(), own, loop, behind, again);
    if (again.isEmpty()) {
      return false;
    }
    ImmutableList.Builder<Store> kept = ImmutableList.builder();
    kept.addAll(reduce.kept());
    Map<Expr, Expr> done = new HashMap<>();
    long next = end;
    for (Map.Entry<Expr, Expr> entry : again.entrySet()) {
      Store row = row(reduce, entry.getKey(), own, next);
      if (row.buffer().index() == next) {
        next += Math.ceilDiv(own.extent() * Storage.F32.bytes(), ALIGNMENT) * ALIGNMENT;
        kept.add(row);
      }
      done.put(entry.getValue(), pool.load(row.buffer(), Affine.of(loop)));
    }
    Expr with =
        pool.reduce(reduce.combine(), reduce.wide(), reduce.ranges(), reduce.body(), kept.build());
    done.put(reduce, with);
    ImmutableList<Store> changed = pool.replace(stores, done);
    if (!isOrdered(changed, with, loop, ImmutableSet.copyOf(done.values()))) {
      return false;
    }
    stores = changed;
    end = next;
    return true;
  }

  /** What the reduction stores already, or will store at {@code next}. */
  private static Store row(Expr.Reduce reduce, Expr value, LoopVariable own, long next) {
    return reduce.kept().stream()
        .filter(store -> store.value().equals(value))
        .findFirst()
        .orElseGet(() -> {
          Buffer buffer = new Buffer(Buffer.Kind.SCRATCH, Math.toIntExact(next), Storage.F32);
          return new Store(buffer, Affine.of(own), value);
        });
  }

  /** The largest parts of a body that stand behind it with another loop in place of its own. */
  private void find(
      Expr part, LoopVariable own, LoopVariable loop, Set<Expr> behind, Map<Expr, Expr> again) {
    if (!pool.free(part).contains(own) || part instanceof Expr.Reduce) {
      return;
    }
    if (part.type() == LaneType.F32 && operations(part, own) >= LEAST_OPERATIONS) {
      Expr other =
          pool.rewrite(part, index -> index.substitute(own, Affine.of(loop)), new HashMap<>());
      if (behind.contains(other)) {
        again.put(part, other);
        return;
      }
    }
    part.operands().forEach(operand -> find(operand, own, loop, behind, again));
  }

  private int operations(Expr part, LoopVariable own) {
    return (int)
        Reachable.from(List.of(part)).stream()
            .filter(expr -> expr instanceof Expr.Apply || expr instanceof Expr.Call)
            .filter(expr -> pool.free(expr).contains(own))
            .count();
  }

  /** True if whoever reads rows needs the reduction as well, and so is computed behind it. */
  private boolean isOrdered(List<Store> changed, Expr reduce, LoopVariable loop, Set<Expr> rows) {
    if (nest.loops().contains(loop)) {
      return changed.stream()
          .filter(store -> rows.stream().anyMatch(row -> isRead(store.value(), row)))
          .allMatch(store -> contains(store.value(), reduce));
    }
    return true; // a reduction that contains it
  }

  private static boolean isRead(Expr value, Expr row) {
    return row instanceof Expr.Load && contains(value, row);
  }

  private static boolean contains(Expr expr, Expr part) {
    return Reachable.from(List.of(expr)).contains(part);
  }
}
