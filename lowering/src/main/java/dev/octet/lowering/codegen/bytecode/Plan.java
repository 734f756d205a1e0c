package dev.octet.lowering.codegen.bytecode;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
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
import java.util.Set;

/** Puts everything a nest computes into the outermost scope where it can be computed, once. */
final class Plan {
  private final ExprPool pool;
  private final Nest nest;
  private final Scope root = Scope.outermost();
  private final Map<LoopVariable, Scope> scopes = new HashMap<>();
  private final Set<Object> placed = new HashSet<>();

  private Plan(ExprPool pool, Nest nest) {
    this.pool = pool;
    this.nest = nest;
  }

  /** The outermost scope. */
  Scope root() {
    return root;
  }

  static Plan of(ExprPool pool, Nest nest) {
    Plan plan = new Plan(pool, nest);
    plan.make();
    return plan;
  }

  private void make() {
    Scope scope = root;
    for (LoopVariable loop : nest.loops()) {
      Scope inner = scope.inside(loop, Affine.ZERO, Affine.of(loop.extent()));
      scope.inner = inner;
      scopes.put(loop, inner);
      scope = inner;
    }
    for (Store store : nest.stores()) {
      need(store.value());
      Scope home = home(store.index().loops());
      address(store.buffer(), store.index());
      home.items.add(new Scope.Write(store));
    }
  }

  private Scope home(Iterable<LoopVariable> loops) {
    Scope deepest = root;
    for (LoopVariable loop : loops) {
      Scope scope = scopes.get(loop);
      if (scope == null) {
        throw new IllegalStateException("loop " + loop + " is not open where it is read");
      }
      deepest = scope.depth > deepest.depth ? scope : deepest;
    }
    return deepest;
  }

  private void need(Expr expr) {
    if (expr instanceof Expr.Literal || !placed.add(expr)) {
      return;
    }
    switch (expr) {
      case Expr.Load load -> address(load.buffer(), load.index());
      case Expr.FromIndex from -> index(from.index());
      case Expr.Reduce reduce -> {
        reduction(reduce);
        return;
      }
      case Expr.Apply _, Expr.Call _, Expr.Literal _ -> expr.operands().forEach(this::need);
    }
    home(pool.free(expr)).items.add(new Scope.Compute(expr));
  }

  private void reduction(Expr.Reduce reduce) {
    Scope home = home(pool.free(reduce));
    List<Expr.Range> ranges = new ArrayList<>(reduce.ranges());
    // The vector loop is the innermost.
    for (Expr.Range range : reduce.ranges()) {
      if (nest.vectors().contains(range.variable())) {
        ranges.remove(range);
        ranges.add(range);
      }
    }
    List<Scope> loops = new ArrayList<>();
    Scope scope = home;
    for (Expr.Range range : ranges) {
      index(range.from());
      index(range.to());
      scope = scope.inside(range.variable(), range.from(), range.to());
      scopes.put(range.variable(), scope);
      loops.add(scope);
    }
    need(reduce.body());
    for (Store store : reduce.kept()) {
      address(store.buffer(), store.index());
      scope.items.add(new Scope.Write(store));
    }
    home.items.add(new Scope.Reduction(reduce, loops));
  }

  private void index(Affine index) {
    for (Variable variable : index.terms().keySet()) {
      if (variable instanceof DerivedVariable derived && placed.add(derived)) {
        index(derived.first());
        index(derived.second());
        home(Affine.of(derived).loops()).items.add(new Scope.Index(derived));
      }
    }
  }

  /** The part of an address that does not change in the innermost loop that it depends on. */
  private void address(Buffer buffer, Affine index) {
    index(index);
    pointer(buffer, outer(index));
  }

  private void pointer(Buffer buffer, Affine index) {
    Scope.Pointer pointer = new Scope.Pointer(buffer, index);
    if (placed.add(pointer)) {
      if (!index.isConstant()) {
        pointer(buffer, outer(index));
      }
      home(index.loops()).items.add(pointer);
    }
  }

  /** The index without the terms of the deepest scope: what a pointer holds. */
  Affine outer(Affine index) {
    int deepest = 0;
    for (Variable variable : index.terms().keySet()) {
      deepest = Math.max(deepest, home(Affine.of(variable).loops()).depth);
    }
    Affine rest = index;
    for (Variable variable : index.terms().keySet()) {
      if (home(Affine.of(variable).loops()).depth == deepest) {
        rest = rest.plus(Affine.of(variable), -index.coefficient(variable));
      }
    }
    return rest;
  }
}
