package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.lowering.codegen.loop.Store;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what need not be computed. Comparisons of indices whose outcome is known go. What is
 * computed in doubles for no reason is computed in floats: one operation of floats whose result
 * becomes a float again gives the same bits in both, since a double has more than twice the digits
 * of a float. Devices without doubles can run more so, and others run it faster.
 */
public final class Simplification {
  private final ExprPool pool;
  private final SourceFeatures features;
  private final Map<Expr, Expr> done = new HashMap<>();

  private Simplification(ExprPool pool, SourceFeatures features) {
    this.pool = pool;
    this.features = features;
  }

  /** The nest with simpler values. */
  public static Nest of(ExprPool pool, Nest nest, SourceFeatures features) {
    Simplification pass = new Simplification(pool, features);
    return new Nest(
        nest.loops(),
        nest.stores().stream()
            .map(store -> new Store(store.buffer(), store.index(), pass.rewrite(store.value())))
            .collect(ImmutableList.toImmutableList()),
        nest.vectors());
  }

  /** A simpler expression of the value. */
  public static Expr of(ExprPool pool, Expr value, SourceFeatures features) {
    return new Simplification(pool, features).rewrite(value);
  }

  private Expr rewrite(Expr expr) {
    Expr found = done.get(expr);
    if (found == null) {
      found = changed(expr);
      done.put(expr, found);
    }
    return found;
  }

  private Expr changed(Expr expr) {
    ImmutableList<Expr> operands =
        expr.operands().stream().map(this::rewrite).collect(ImmutableList.toImmutableList());
    return switch (expr) {
      case Expr.Apply apply -> apply(apply, operands);
      case Expr.Call call -> pool.call(call.function(), operands.toArray(new Expr[0]));
      case Expr.Reduce reduce ->
          pool.reduce(reduce.combine(), reduce.wide(), reduce.ranges(), operands.getFirst());
      case Expr.Literal _, Expr.Load _, Expr.FromIndex _ -> expr;
    };
  }

  private Expr apply(Expr.Apply apply, ImmutableList<Expr> operands) {
    Operation operation = apply.operation();
    if (operation == Operation.SELECT && operands.getFirst() instanceof Expr.Literal known) {
      return operands.get(known.bits() != 0 ? 1 : 2);
    }
    if (operation.isComparison() && operands.getFirst().type() == LaneType.I32) {
      Expr outcome = outcome(operation, operands.get(0), operands.get(1));
      if (outcome != null) {
        return outcome;
      }
    }
    Expr single =
        operation == Operation.CONVERT ? rounded(operands.getFirst(), apply.type()) : null;
    return single == null
        ? pool.apply(operation, apply.type(), operands)
        : pool.convert(single, apply.type());
  }

  /** What a comparison of indices comes to, if it always comes to the same. */
  private @Nullable Expr outcome(Operation operation, Expr a, Expr b) {
    ValueRange first = ValueRange.of(a);
    ValueRange second = ValueRange.of(b);
    boolean always =
        switch (operation) {
          case LESS -> first.max() < second.min();
          case LESS_OR_EQUAL -> first.max() <= second.min();
          case GREATER -> first.min() > second.max();
          case GREATER_OR_EQUAL -> first.min() >= second.max();
          default -> false;
        };
    boolean never =
        switch (operation) {
          case LESS -> first.min() >= second.max();
          case LESS_OR_EQUAL -> first.min() > second.max();
          case GREATER -> first.max() <= second.min();
          case GREATER_OR_EQUAL -> first.max() < second.min();
          default -> false;
        };
    return always || never ? pool.whole(LaneType.MASK, always ? 1 : 0) : null;
  }

  /** A float that converts to the same as a double does. */
  private @Nullable Expr rounded(Expr wide, LaneType to) {
    Expr exact = exact(wide);
    if (exact != null || to != LaneType.F32 || !(wide instanceof Expr.Apply apply)) {
      return exact;
    }
    boolean single =
        switch (apply.operation()) {
          case ADD, SUBTRACT, MULTIPLY -> true;
          case DIVIDE, SQUARE_ROOT -> features.exactDivision() || !features.doubles();
          default -> false;
        };
    ImmutableList.Builder<Expr> operands = ImmutableList.builder();
    for (Expr operand : apply.operands()) {
      Expr narrow = exact(operand);
      if (!single || narrow == null) {
        return null;
      }
      operands.add(narrow);
    }
    return pool.apply(apply.operation(), LaneType.F32, operands.build());
  }

  /** The float that a double is. */
  private @Nullable Expr exact(Expr wide) {
    if (wide.type() != LaneType.F64) {
      return null;
    }
    if (wide instanceof Expr.Literal literal) {
      double real = literal.real();
      return !literal.given() && (float) real == real ? pool.f32(real) : null;
    }
    if (!(wide instanceof Expr.Apply apply)) {
      return null;
    }
    Expr operand = apply.operands().getFirst();
    if (apply.operation() == Operation.CONVERT && operand.type() == LaneType.F32) {
      return operand;
    }
    Expr inner = apply.operation() == Operation.ROUND ? exact(operand) : null;
    return inner == null ? null : pool.apply(Operation.ROUND, inner);
  }
}
