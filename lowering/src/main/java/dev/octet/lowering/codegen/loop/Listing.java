package dev.octet.lowering.codegen.loop;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints a nest as text: loops, and the expressions where they are computed. */
public final class Listing {
  private final StringBuilder text = new StringBuilder();
  private final ExprPool pool;
  private final Nest nest;
  private final ImmutableList<Expr.Literal> parameters;
  private final Set<Expr> printed = new HashSet<>();

  private Listing(ExprPool pool, Nest nest, ImmutableList<Expr.Literal> parameters) {
    this.pool = pool;
    this.nest = nest;
    this.parameters = parameters;
  }

  /**
   * Prints a nest.
   *
   * @param parameters numbers to print in place of loads from parameter buffers; empty to print the
   *     loads
   */
  static String of(ExprPool pool, Nest nest, ImmutableList<Expr.Literal> parameters) {
    Listing listing = new Listing(pool, nest, parameters);
    listing.print();
    return listing.text.toString();
  }

  private void print() {
    Set<LoopVariable> bound = new HashSet<>();
    for (int depth = 0; depth <= nest.loops().size(); depth++) {
      for (Store store : nest.stores()) {
        if (nest.loops().subList(depth, nest.loops().size()).stream()
                .noneMatch(store.index().loops()::contains)
            && (depth == 0 || store.index().loops().contains(nest.loops().get(depth - 1)))) {
          define(store.value(), depth, bound);
          line(depth, write(store));
        } else {
          hoisted(store.value(), depth, bound, new HashSet<>());
        }
      }
      if (depth < nest.loops().size()) {
        LoopVariable loop = nest.loops().get(depth);
        line(depth, head(loop, "0", Long.toString(loop.extent())));
        bound.add(loop);
      }
    }
  }

  private String write(Store store) {
    String place = store.buffer() + "[" + store.index() + "] as ";
    return place + store.buffer().storage().text() + " = " + name(store.value());
  }

  private String head(LoopVariable loop, String from, String to) {
    String how = nest.vectors().contains(loop) ? " (vectors)" : "";
    return "for " + loop + " in " + from + ".." + to + how + ":";
  }

  /** Prints what can be computed here already. */
  private void hoisted(Expr expr, int depth, Set<LoopVariable> bound, Set<Expr> seen) {
    if (!seen.add(expr)) {
      return;
    }
    if (bound.containsAll(pool.free(expr))) {
      define(expr, depth, bound);
    } else {
      expr.operands().forEach(operand -> hoisted(operand, depth, bound, seen));
    }
  }

  private void define(Expr expr, int depth, Set<LoopVariable> bound) {
    if (expr instanceof Expr.Literal || number(expr) != null || !printed.add(expr)) {
      return;
    }
    if (!(expr instanceof Expr.Reduce reduce)) {
      expr.operands().forEach(operand -> define(operand, depth, bound));
      line(depth, name(expr) + " = " + right(expr));
      return;
    }
    hoisted(reduce.body(), depth, bound, new HashSet<>());
    line(
        depth,
        name(expr)
            + " = "
            + reduce.combine().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + (reduce.wide() ? " in double" : "")
            + " of");
    Set<LoopVariable> inside = new HashSet<>(bound);
    int inner = depth;
    for (Expr.Range range : reduce.ranges()) {
      inner++;
      line(inner, head(range.variable(), range.from().toString(), range.to().toString()));
      inside.add(range.variable());
    }
    define(reduce.body(), inner + 1, inside);
    for (Store store : reduce.kept()) {
      line(inner + 1, write(store));
    }
    line(inner + 1, name(reduce.body()));
  }

  /** The number that a load from a parameter buffer stands for. */
  private Expr.@Nullable Literal number(Expr expr) {
    return !parameters.isEmpty()
            && expr instanceof Expr.Load(_, Buffer buffer, Affine index)
            && buffer.kind() == Buffer.Kind.PARAMETER
        ? parameters.get(
            (int) (index.constant() * buffer.storage().bytes() / NestForm.PARAMETER_BYTES))
        : null;
  }

  private String right(Expr expr) {
    return switch (expr) {
      case Expr.Load load ->
          load.buffer() + "[" + load.index() + "] as " + load.buffer().storage().text();
      case Expr.FromIndex from -> from.index().toString();
      case Expr.Apply apply ->
          (apply.operation() == Operation.CONVERT
                  ? "to_" + apply.type().name().toLowerCase(Locale.ROOT)
                  : apply.operation().toString())
              + arguments(apply);
      case Expr.Call call -> call.function() + arguments(call);
      case Expr.Reduce _, Expr.Literal _ -> name(expr);
    };
  }

  private String arguments(Expr expr) {
    StringBuilder list = new StringBuilder("(");
    for (Expr operand : expr.operands()) {
      list.append(list.length() == 1 ? "" : ", ").append(name(operand));
    }
    return list.append(')').toString();
  }

  private String name(Expr expr) {
    Expr.Literal number = number(expr);
    if (number != null) {
      return name(number);
    }
    if (expr instanceof Expr.Literal literal) {
      return switch (literal.type()) {
        case F32 -> Float.toString((float) literal.real());
        case F64 -> Double.toString(literal.real());
        case I32, I64 -> Long.toString(literal.bits());
        case MASK -> literal.bits() != 0 ? "true" : "false";
      };
    }
    return (expr.type() == LaneType.F32 || expr.type() == LaneType.F64 ? "f" : "n") + expr.id();
  }

  private void line(int depth, String content) {
    text.append("  ".repeat(depth + 1)).append(content).append('\n');
  }
}
