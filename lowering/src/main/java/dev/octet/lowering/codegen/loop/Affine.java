package dev.octet.lowering.codegen.loop;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A constant plus a sum of variables times constants. Immutable, compared by value. */
public record Affine(long constant, ImmutableMap<Variable, Long> terms) {
  public static final Affine ZERO = of(0);

  public static Affine of(long constant) {
    return new Affine(constant, ImmutableMap.of());
  }

  public static Affine of(Variable variable) {
    return new Affine(0, ImmutableMap.of(variable, 1L));
  }

  public boolean isConstant() {
    return terms.isEmpty();
  }

  public long coefficient(Variable variable) {
    return terms.getOrDefault(variable, 0L);
  }

  public Affine plus(long value) {
    return value == 0 ? this : new Affine(constant + value, terms);
  }

  public Affine plus(Affine other) {
    return plus(other, 1);
  }

  /** This plus a multiple of another. */
  public Affine plus(Affine other, long factor) {
    if (factor == 0) {
      return this;
    }
    Map<Variable, Long> sum = new LinkedHashMap<>(terms);
    other.terms.forEach(
        (variable, coefficient) -> sum.merge(variable, coefficient * factor, Long::sum));
    sum.values().removeIf(coefficient -> coefficient == 0);
    return new Affine(constant + other.constant * factor, ImmutableMap.copyOf(sum));
  }

  public Affine times(long factor) {
    return ZERO.plus(this, factor);
  }

  /** Without the term of one variable. */
  public Affine without(Variable variable) {
    return plus(of(variable), -coefficient(variable));
  }

  public long min() {
    long sum = constant;
    for (Map.Entry<Variable, Long> term : terms.entrySet()) {
      sum += term.getValue() * (term.getValue() > 0 ? term.getKey().min() : term.getKey().max());
    }
    return sum;
  }

  public long max() {
    long sum = constant;
    for (Map.Entry<Variable, Long> term : terms.entrySet()) {
      sum += term.getValue() * (term.getValue() > 0 ? term.getKey().max() : term.getKey().min());
    }
    return sum;
  }

  /** The largest value while a loop is in its first turns. */
  public long maxOfFirst(LoopVariable loop, long turns) {
    long coefficient = nonAffineLoops().contains(loop) ? 0 : Math.max(0, coefficient(loop));
    return max() - coefficient * (loop.extent() - Math.min(turns, loop.extent()));
  }

  /** With a loop counter replaced wherever it occurs. */
  public Affine substitute(LoopVariable variable, Affine replacement) {
    Affine result = of(constant);
    for (Map.Entry<Variable, Long> term : terms.entrySet()) {
      Affine value =
          switch (term.getKey()) {
            case LoopVariable loop -> loop.equals(variable) ? replacement : of(loop);
            case DerivedVariable(var kind, Affine first, Affine second) ->
                of(
                    new DerivedVariable(
                        kind,
                        first.substitute(variable, replacement),
                        second.substitute(variable, replacement)));
          };
      result = result.plus(value, term.getValue());
    }
    return result;
  }

  /** With every loop counter replaced by another one. */
  Affine rename(Map<LoopVariable, LoopVariable> names) {
    ImmutableMap.Builder<Variable, Long> renamed = ImmutableMap.builder();
    terms.forEach((variable, coefficient) ->
        renamed.put(
            switch (variable) {
              case LoopVariable loop -> Objects.requireNonNull(names.get(loop));
              case DerivedVariable(var kind, Affine first, Affine second) ->
                  new DerivedVariable(kind, first.rename(names), second.rename(names));
            },
            coefficient));
    return new Affine(constant, renamed.buildOrThrow());
  }

  /** The loop counters that the value depends on, directly or by way of derived variables. */
  public ImmutableSet<LoopVariable> loops() {
    ImmutableSet.Builder<LoopVariable> loops = ImmutableSet.builder();
    for (Variable variable : terms.keySet()) {
      switch (variable) {
        case LoopVariable loop -> loops.add(loop);
        case DerivedVariable derived ->
            loops.addAll(derived.first().loops()).addAll(derived.second().loops());
      }
    }
    return loops.build();
  }

  /** The loop counters that derived variables depend on: these cannot be merged or vectorized. */
  public ImmutableSet<LoopVariable> nonAffineLoops() {
    ImmutableSet.Builder<LoopVariable> loops = ImmutableSet.builder();
    for (Variable variable : terms.keySet()) {
      if (variable instanceof DerivedVariable derived) {
        loops.addAll(derived.first().loops()).addAll(derived.second().loops());
      }
    }
    return loops.build();
  }

  public static Affine floorDivide(Affine value, long divisor) {
    if (divisor == 1) {
      return value;
    }
    Affine whole = wholePart(value, divisor);
    Affine rest = value.plus(whole, -1);
    Affine quotient = new Affine(0, ImmutableMap.of());
    for (Map.Entry<Variable, Long> term : whole.terms.entrySet()) {
      quotient = quotient.plus(of(term.getKey()), term.getValue() / divisor);
    }
    quotient = quotient.plus(whole.constant / divisor);
    if (rest.min() >= 0 && rest.max() < divisor) {
      return quotient;
    }
    return quotient.plus(
        of(new DerivedVariable(DerivedVariable.Kind.FLOOR_DIVIDE, rest, of(divisor))));
  }

  public static Affine remainder(Affine value, long divisor) {
    if (divisor == 1) {
      return ZERO;
    }
    Affine rest = value.plus(wholePart(value, divisor), -1);
    if (rest.min() >= 0 && rest.max() < divisor) {
      return rest;
    }
    return of(new DerivedVariable(DerivedVariable.Kind.REMAINDER, rest, of(divisor)));
  }

  /** What stays below the divisor when {@link #wholePart} is taken off. */
  public static Affine rest(Affine value, long divisor) {
    return value.plus(wholePart(value, divisor), -1);
  }

  /** The part of which every coefficient is a multiple of the divisor. */
  private static Affine wholePart(Affine value, long divisor) {
    Affine whole = of(value.constant - Math.floorMod(value.constant, divisor));
    for (Map.Entry<Variable, Long> term : value.terms.entrySet()) {
      if (term.getValue() % divisor == 0) {
        whole = whole.plus(of(term.getKey()), term.getValue());
      }
    }
    return whole;
  }

  public static Affine min(Affine a, Affine b) {
    return a.max() <= b.min()
        ? a
        : b.max() <= a.min() ? b : of(new DerivedVariable(DerivedVariable.Kind.MINIMUM, a, b));
  }

  public static Affine max(Affine a, Affine b) {
    return a.min() >= b.max()
        ? a
        : b.min() >= a.max() ? b : of(new DerivedVariable(DerivedVariable.Kind.MAXIMUM, a, b));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    terms.forEach((variable, coefficient) ->
        text.append(text.isEmpty() ? "" : " + ")
            .append(coefficient == 1 ? "" : coefficient + "*")
            .append(variable));
    if (constant != 0 || text.isEmpty()) {
      text.append(text.isEmpty() ? "" : " + ").append(constant);
    }
    return text.toString();
  }
}
