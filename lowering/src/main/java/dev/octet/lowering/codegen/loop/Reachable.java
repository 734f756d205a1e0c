package dev.octet.lowering.codegen.loop;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The expressions that others are computed of, each once, with these themselves. */
public final class Reachable {
  private Reachable() {}

  /** In the order in which they are met, readers first. */
  public static Set<Expr> from(Collection<? extends Expr> roots) {
    Set<Expr> seen = new LinkedHashSet<>();
    roots.forEach(root -> readersFirst(root, seen));
    return seen;
  }

  /** What stores write, readers first. */
  public static Set<Expr> fromStores(Collection<Store> stores) {
    return from(values(stores));
  }

  /** What stores write, in an order in which it can be computed. */
  static Set<Expr> inOrder(Collection<Store> stores) {
    Set<Expr> done = new LinkedHashSet<>();
    values(stores).forEach(value -> operandsFirst(value, done));
    return done;
  }

  private static Collection<Expr> values(Collection<Store> stores) {
    return stores.stream().map(Store::value).toList();
  }

  private static void readersFirst(Expr expr, Set<Expr> seen) {
    if (seen.add(expr)) {
      expr.operands().forEach(operand -> readersFirst(operand, seen));
    }
  }

  private static void operandsFirst(Expr expr, Set<Expr> done) {
    if (!done.contains(expr)) {
      expr.operands().forEach(operand -> operandsFirst(operand, done));
      done.add(expr);
    }
  }
}
