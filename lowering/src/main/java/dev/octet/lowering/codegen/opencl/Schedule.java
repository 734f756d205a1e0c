package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.DerivedVariable;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.Store;
import dev.octet.lowering.codegen.loop.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts everything a nest computes into the outermost block where it can be computed, once. */
final class Schedule {
  private final ExprPool pool;
  private final Recognition recognition;
  private final Block body = Block.body();
  private final Map<LoopVariable, Block> blocks = new HashMap<>();
  private final Set<Object> placed = new HashSet<>();

  /** How often the text of a value or an index is read, and what is read in another block. */
  private final Map<Object, Integer> uses = new HashMap<>();

  private final Set<Object> elsewhere = new HashSet<>();
  private final Set<Expr> stored = new HashSet<>();

  private Schedule(ExprPool pool, Recognition recognition) {
    this.pool = pool;
    this.recognition = recognition;
  }

  /** The schedule of a nest. */
  static Schedule of(ExprPool pool, Nest nest, Geometry geometry, Recognition recognition) {
    Schedule schedule = new Schedule(pool, recognition);
    schedule.nest(nest, geometry);
    return schedule;
  }

  /** The schedule of expressions outside of all loops. */
  static Schedule of(ExprPool pool, List<Expr> results, Recognition recognition) {
    Schedule schedule = new Schedule(pool, recognition);
    for (Expr result : results) {
      schedule.need(result);
      schedule.used(result, schedule.body);
      schedule.stored.add(result);
    }
    return schedule;
  }

  Block body() {
    return body;
  }

  /** True if a value or an index is read once, and where it is computed. */
  boolean isReadInPlace(Object key) {
    return uses.getOrDefault(key, 0) == 1 && !elsewhere.contains(key);
  }

  /** True if a value is written to memory as it is. */
  boolean isStored(Expr expr) {
    return stored.contains(expr);
  }

  private void nest(Nest nest, Geometry geometry) {
    geometry.outer().forEach(loop -> blocks.put(loop, body));
    Block block = body;
    List<LoopVariable> inner = new ArrayList<>(geometry.inner());
    if (geometry.inGroups() && !inner.isEmpty()) {
      List<LoopVariable> divided =
          isUniform(nest, inner) ? List.copyOf(inner) : List.of(inner.getFirst());
      Block loop = block.divided(divided);
      divided.forEach(counter -> blocks.put(counter, loop));
      block.inner = loop;
      block = loop;
      inner.removeAll(divided);
    }
    for (LoopVariable counter : inner) {
      Block loop = block.loop(counter, Affine.ZERO, Affine.of(counter.extent()));
      blocks.put(counter, loop);
      block.inner = loop;
      block = loop;
    }
    for (Store store : nest.stores()) {
      need(store.value(), geometry);
      Block home = home(store.index().loops());
      index(store.index(), home);
      used(store.value(), home);
      stored.add(store.value());
      home.items.add(new Block.Write(store));
    }
  }

  /** True if stores and reductions are inside of all loops or of none. */
  private boolean isUniform(Nest nest, List<LoopVariable> loops) {
    List<Set<LoopVariable>> dependences = new ArrayList<>();
    nest.stores().forEach(store -> dependences.add(store.index().loops()));
    for (Expr expr : recognition.visible()) {
      if (expr instanceof Expr.Reduce) {
        dependences.add(pool.free(expr));
      }
    }
    return dependences.stream()
        .allMatch(of -> of.containsAll(loops) || loops.stream().noneMatch(of::contains));
  }

  private Block home(Iterable<LoopVariable> loops) {
    Block deepest = body;
    for (LoopVariable loop : loops) {
      Block block = blocks.get(loop);
      if (block == null) {
        throw new IllegalStateException("loop " + loop + " is not open where it is read");
      }
      deepest = block.depth > deepest.depth ? block : deepest;
    }
    return deepest;
  }

  private void used(Object key, Block where) {
    uses.merge(key, 1, Integer::sum);
    Block home =
        switch (key) {
          case Expr expr -> home(pool.free(expr));
          case DerivedVariable derived -> home(Affine.of(derived).loops());
          default -> throw new IllegalArgumentException("no value: " + key);
        };
    if (home != where) {
      elsewhere.add(key);
    }
  }

  private void need(Expr expr) {
    need(expr, null);
  }

  private void need(Expr expr, @Nullable Geometry geometry) {
    if (expr instanceof Expr.Literal || !placed.add(expr)) {
      return;
    }
    Block home = home(pool.free(expr));
    if (expr instanceof Expr.Reduce reduce) {
      reduction(reduce, home, Objects.requireNonNull(geometry));
      return;
    }
    for (Expr operand : recognition.operands(expr)) {
      need(operand, geometry);
      used(operand, home);
    }
    switch (expr) {
      case Expr.Load load -> index(load.index(), home);
      case Expr.FromIndex from -> index(from.index(), home);
      default -> {}
    }
    home.items.add(new Block.Compute(expr));
  }

  private void reduction(Expr.Reduce reduce, Block home, Geometry geometry) {
    ImmutableList.Builder<Block> loops = ImmutableList.builder();
    Block block = home;
    if (geometry.isShared(pool, reduce)) {
      List<LoopVariable> counters = reduce.ranges().stream().map(Expr.Range::variable).toList();
      block = block.divided(counters);
      for (LoopVariable counter : counters) {
        blocks.put(counter, block);
      }
      loops.add(block);
    } else {
      for (Expr.Range range : reduce.ranges()) {
        index(range.from(), block);
        index(range.to(), block);
        block = block.loop(range.variable(), range.from(), range.to());
        blocks.put(range.variable(), block);
        loops.add(block);
      }
    }
    need(reduce.body(), geometry);
    used(reduce.body(), block);
    home.items.add(new Block.Reduction(reduce, loops.build()));
  }

  private void index(Affine index, Block where) {
    for (Variable variable : index.terms().keySet()) {
      if (variable instanceof DerivedVariable derived) {
        if (placed.add(derived)) {
          Block home = home(Affine.of(derived).loops());
          index(derived.first(), home);
          index(derived.second(), home);
          home.items.add(new Block.Index(derived));
        }
        used(derived, where);
      }
    }
  }
}
