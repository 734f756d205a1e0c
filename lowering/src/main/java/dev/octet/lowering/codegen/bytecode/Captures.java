package dev.octet.lowering.codegen.bytecode;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a loop body reads; a loop in a method of its own takes those of them that exist outside. */
final class Captures {
  private final Plan plan;
  private final Set<Object> keys = new LinkedHashSet<>();

  private Captures(Plan plan) {
    this.plan = plan;
  }

  /** The keys of local variables that the scope reads or defines. */
  static Set<Object> of(Plan plan, Scope scope) {
    Captures captures = new Captures(plan);
    captures.scope(scope);
    return captures.keys;
  }

  private void scope(Scope scope) {
    for (Scope.Item item : scope.items) {
      switch (item) {
        case Scope.Pointer pointer -> {
          if (pointer.index().isConstant()) {
            keys.add(pointer.buffer());
          } else {
            address(pointer.buffer(), pointer.index());
          }
        }
        case Scope.Index(var variable) -> {
          index(variable.first());
          index(variable.second());
        }
        case Scope.Compute(Expr expr) -> {
          switch (expr) {
            case Expr.Load load -> address(load.buffer(), load.index());
            case Expr.FromIndex from -> index(from.index());
            case Expr.Literal _, Expr.Apply _, Expr.Call _, Expr.Reduce _ ->
                keys.addAll(expr.operands());
          }
        }
        case Scope.Reduction(Expr.Reduce reduce, var loops) -> {
          keys.add(reduce.body());
          for (Scope loop : loops) {
            index(loop.from);
            index(loop.to);
            scope(loop);
          }
        }
        case Scope.Write(var store) -> {
          keys.add(store.value());
          address(store.buffer(), store.index());
        }
      }
    }
    if (scope.inner != null) {
      scope(scope.inner);
    }
  }

  private void index(Affine index) {
    keys.addAll(index.terms().keySet());
  }

  private void address(Buffer buffer, Affine index) {
    keys.add(new Scope.Pointer(buffer, plan.outer(index)));
    index(index);
  }
}
