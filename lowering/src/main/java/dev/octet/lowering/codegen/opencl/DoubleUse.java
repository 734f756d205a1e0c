package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Store;
import java.util.HashSet;
import java.util.Set;

/** Looks for double precision. */
public final class DoubleUse {
  private DoubleUse() {}

  /** True if a number in double precision is part of the computation of a value. */
  public static boolean in(Expr value) {
    return in(value, new HashSet<>());
  }

  static boolean in(Iterable<Store> stores) {
    Set<Expr> seen = new HashSet<>();
    for (Store store : stores) {
      if (in(store.value(), seen)) {
        return true;
      }
    }
    return false;
  }

  private static boolean in(Expr expr, Set<Expr> seen) {
    return seen.add(expr)
        && (expr.type() == LaneType.F64
            || expr.operands().stream().anyMatch(operand -> in(operand, seen)));
  }
}
