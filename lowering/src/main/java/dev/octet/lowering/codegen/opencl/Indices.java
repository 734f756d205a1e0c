package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.DerivedVariable;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints indices: as int where every step stays in its range, else as long. */
final class Indices {
  private final Map<Variable, Fragment> known = new HashMap<>();
  private final Prelude prelude;

  Indices(Prelude prelude) {
    this.prelude = prelude;
  }

  void name(Variable variable, Fragment text) {
    known.put(variable, text);
  }

  private Fragment of(Variable variable) {
    Fragment text = known.get(variable);
    if (text == null) {
      if (variable instanceof DerivedVariable derived) {
        return derived(derived);
      }
      throw new IllegalStateException("loop " + variable + " is not open where it is read");
    }
    return text;
  }

  /** The value of an index that is not affine. */
  Fragment derived(DerivedVariable variable) {
    Fragment first = of(variable.first());
    Fragment second = of(variable.second());
    boolean positive = variable.first().min() >= 0;
    return switch (variable.kind()) {
      case FLOOR_DIVIDE ->
          positive
              ? Fragment.binary(first, "/", second, Fragment.PRODUCT)
              : Fragment.call(prelude.use("floor_divide"), first, second);
      case REMAINDER ->
          positive
              ? Fragment.binary(first, "%", second, Fragment.PRODUCT)
              : Fragment.call(prelude.use("floor_remainder"), first, second);
      case MINIMUM -> Fragment.call("min", first, second);
      case MAXIMUM -> Fragment.call("max", first, second);
    };
  }

  Fragment of(Affine index) {
    List<Map.Entry<Variable, Long>> terms = new ArrayList<>(index.terms().entrySet());
    terms.sort(
        Comparator.<Map.Entry<Variable, Long>>comparingInt(term -> term.getValue() > 0 ? 0 : 1)
            .thenComparingLong(term -> -Math.abs(term.getValue()))
            .thenComparingInt(term -> term.getKey() instanceof LoopVariable ? 0 : 1));
    boolean wide = isWide(index);
    StringBuilder text = new StringBuilder();
    int level = Fragment.PRIMARY;
    long constant = index.constant();
    if (constant > 0 && !terms.isEmpty() && terms.getFirst().getValue() < 0) {
      // Not "-x + 1".
      text.append(constant).append(constant == (int) constant ? "" : "L");
      constant = 0;
    }
    for (Map.Entry<Variable, Long> term : terms) {
      long factor = term.getValue();
      boolean minus = factor < 0 && !text.isEmpty();
      Fragment product = product(of(term.getKey()), minus ? -factor : factor, wide);
      if (text.isEmpty()) {
        text.append(product.text());
        level = product.level();
      } else {
        String operator = minus ? " - " : " + ";
        text.append(operator).append(product.within(minus ? Fragment.PRODUCT : Fragment.SUM));
        level = Fragment.SUM;
      }
    }
    if (text.isEmpty()) {
      boolean small = constant == (int) constant;
      return new Fragment(
          constant + (small ? "" : "L"), constant < 0 ? Fragment.UNARY : Fragment.PRIMARY);
    }
    if (constant != 0) {
      text.append(constant < 0 ? " - " : " + ").append(Math.abs(constant));
      level = Fragment.SUM;
    }
    return new Fragment(text.toString(), level);
  }

  private static Fragment product(Fragment variable, long factor, boolean wide) {
    Fragment value = wide ? Fragment.cast("long", variable) : variable;
    if (factor == 1) {
      return value;
    }
    if (factor == -1) {
      return new Fragment("-" + value.within(Fragment.UNARY), Fragment.UNARY);
    }
    return Fragment.binary(value, "*", Fragment.primary(Long.toString(factor)), Fragment.PRODUCT);
  }

  private static boolean isWide(Affine index) {
    long most = Math.abs(index.constant());
    for (Map.Entry<Variable, Long> term : index.terms().entrySet()) {
      Variable variable = term.getKey();
      long size = Math.max(Math.abs(variable.min()), Math.abs(variable.max()));
      most += Math.abs(term.getValue()) * size;
    }
    return most > Integer.MAX_VALUE;
  }
}
