package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.lowering.codegen.loop.Reachable;
import dev.octet.lowering.codegen.loop.Storage;
import dev.octet.lowering.codegen.loop.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that are printed as one call, and the expressions as they are seen then: the operands
 * of such a call are its arguments. Since equal expressions are one object, a function is found by
 * making what it is of every candidate and looking whether the nest has that.
 */
final class Recognition {
  /** 1.5 · 2^23: adding it to a float below 2^22 leaves the nearest integer in the low bits. */
  private static final double ROUNDER = 0x1.8p23;

  /** A call in place of operations, or a cast where the name is a type. */
  record Call(String name, String variable, ImmutableList<Expr> arguments, boolean isCast) {
    static Call of(String name, String variable, Expr... arguments) {
      return new Call(name, variable, ImmutableList.copyOf(arguments), false);
    }
  }

  private final Map<Expr, Call> calls = new HashMap<>();

  /** Buffers whose 16-bit elements are the bits of floating-point numbers. */
  private final Set<Buffer> bits = new HashSet<>();

  private final Set<Expr> all = new LinkedHashSet<>();
  private final Set<Expr> visible = new LinkedHashSet<>();

  private Recognition() {}

  /** Recognizes what a nest computes. */
  static Recognition of(ExprPool pool, List<Store> stores, List<NamedFunction> functions) {
    Recognition found = new Recognition();
    List<Expr> roots = stores.stream().map(Store::value).toList();
    found.recognize(pool, roots, functions);
    for (Store store : stores) {
      if (store.buffer().storage() == Storage.S16) {
        found.halves(store);
      }
    }
    roots.forEach(root -> found.see(root));
    found.halfInputs();
    return found;
  }

  /** Recognizes what the definition of a function computes. */
  static Recognition of(
      ExprPool pool, Expr root, NamedFunction itself, List<NamedFunction> functions) {
    Recognition found = new Recognition();
    found.recognize(
        pool,
        List.of(root),
        functions.stream().filter(function -> !function.equals(itself)).toList());
    found.see(root);
    return found;
  }

  private void recognize(ExprPool pool, List<Expr> roots, List<NamedFunction> functions) {
    all.addAll(Reachable.from(roots));
    List<Expr> exprs = new ArrayList<>(all);
    if (exprs.stream().anyMatch(expr -> is(expr, Operation.BITS_TO_FLOAT))) {
      for (Expr expr : exprs) {
        if (expr.type() == LaneType.F32) {
          for (NamedFunction function : functions) {
            Expr result = function.make().apply(pool, expr);
            if (!result.equals(expr) && all.contains(result)) {
              calls.putIfAbsent(result, Call.of(function.name(), function.variable(), expr));
            }
          }
        }
      }
    }
    for (Expr expr : exprs) {
      Call idiom = idiom(expr);
      if (idiom != null) {
        calls.putIfAbsent(expr, idiom);
      }
    }
  }

  private void see(Expr expr) {
    if (visible.add(expr)) {
      operands(expr).forEach(this::see);
    }
  }

  /** The call that an expression is printed as. */
  @Nullable Call call(Expr expr) {
    return calls.get(expr);
  }

  /** What the text of an expression refers to. */
  ImmutableList<Expr> operands(Expr expr) {
    Call call = calls.get(expr);
    return call == null ? ImmutableList.copyOf(expr.operands()) : call.arguments();
  }

  /** Every expression that the text has. */
  Set<Expr> visible() {
    return visible;
  }

  boolean holdsBits(Buffer buffer) {
    return bits.contains(buffer);
  }

  private static boolean is(Expr expr, Operation operation) {
    return expr instanceof Expr.Apply apply && apply.operation() == operation;
  }

  private static boolean isWhole(Expr expr, long value) {
    return expr instanceof Expr.Literal literal
        && literal.type() == LaneType.I32
        && literal.bits() == value;
  }

  /** The operand at a position if the expression is such an operation. */
  private static @Nullable Expr part(@Nullable Expr expr, Operation operation, int position) {
    return expr != null && is(expr, operation) ? expr.operands().get(position) : null;
  }

  private static @Nullable Call idiom(Expr expr) {
    Expr shifted = part(expr, Operation.BITS_TO_FLOAT, 0);
    Expr low = part(shifted, Operation.SHIFT_LEFT, 0);
    if (shifted != null && low != null && isWhole(shifted.operands().get(1), 16)) {
      return Call.of("bfloat16_to_float", variable(low), low);
    }
    if (is(expr, Operation.HALF_TO_FLOAT)) {
      Expr half = expr.operands().getFirst();
      return Call.of("half_to_float", variable(half), half);
    }
    Expr left = part(expr, Operation.SHIFT_RIGHT, 0);
    Expr whole = part(left, Operation.SHIFT_LEFT, 0);
    if (left != null && whole != null && whole.type() == LaneType.I32) {
      for (int width : new int[] {8, 16}) {
        if (isWhole(expr.operands().get(1), 32 - width)
            && isWhole(left.operands().get(1), 32 - width)) {
          return new Call(width == 8 ? "char" : "short", "low", ImmutableList.of(whole), true);
        }
      }
    }
    return rounded(expr);
  }

  private static String variable(Expr expr) {
    return expr instanceof Expr.Load load ? ExprText.variable(load.buffer()) : "value";
  }

  /** Rounding to an integer by way of the bits of a sum, as quantization does it. */
  private static @Nullable Call rounded(Expr expr) {
    Expr held = part(expr, Operation.ADD, 0);
    Expr raised = part(held, Operation.MINIMUM, 0);
    Expr sum = part(part(raised, Operation.MAXIMUM, 0), Operation.FLOAT_TO_BITS, 0);
    if (held == null
        || raised == null
        || sum == null
        || !is(sum, Operation.ADD)
        || !(sum.operands().get(1) instanceof Expr.Literal literal)
        || literal.type() != LaneType.F32
        || literal.real() != ROUNDER) {
      return null;
    }
    Expr value = sum.operands().getFirst();
    Expr least = raised.operands().get(1);
    Expr most = held.operands().get(1);
    Expr shift = expr.operands().get(1);
    Expr test = part(value, Operation.SELECT, 0);
    if (test != null
        && is(test, Operation.NOT_EQUAL)
        && test.operands().get(0).equals(test.operands().get(1))
        && test.operands().get(0).equals(value.operands().get(2))) {
      Expr number = value.operands().get(2);
      Expr otherwise = value.operands().get(1);
      return Call.of("quantized", "quantum", number, otherwise, least, most, shift);
    }
    return Call.of("rounded_between", "whole", value, least, most, shift);
  }

  /** What a 16-bit element is stored from. */
  private void halves(Store store) {
    Expr value = store.value();
    Expr real = part(part(value, Operation.SHIFT_RIGHT_UNSIGNED, 0), Operation.FLOAT_TO_BITS, 0);
    if (real != null && isWhole(value.operands().get(1), 16)) {
      bits.add(store.buffer());
      Call inner = calls.get(real);
      if (inner == null) {
        return;
      }
      if (inner.name().equals("bfloat16_to_float")) {
        calls.put(value, new Call("ushort", "bits", inner.arguments(), true));
      } else if (inner.name().equals("round_to_bfloat16")) {
        calls.put(value, new Call("float_to_bfloat16", "bits", inner.arguments(), false));
      }
    } else if (is(value, Operation.FLOAT_TO_HALF)) {
      bits.add(store.buffer());
      Call inner = calls.get(value.operands().getFirst());
      if (inner != null && inner.name().equals("half_to_float")) {
        calls.put(value, new Call("ushort", "bits", inner.arguments(), true));
      }
    }
  }

  private void halfInputs() {
    Set<Buffer> others = new HashSet<>();
    for (Expr expr : visible) {
      Call call = calls.get(expr);
      boolean takesBits =
          call != null
              && (call.name().equals("bfloat16_to_float")
                  || call.name().equals("half_to_float")
                  || call.name().equals("ushort"));
      for (Expr operand : operands(expr)) {
        if (operand instanceof Expr.Load load && load.buffer().storage() == Storage.S16) {
          (takesBits ? bits : others).add(load.buffer());
        }
      }
    }
    bits.removeAll(others);
  }
}
