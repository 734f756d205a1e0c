package dev.octet.lowering.codegen.loop;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Makes expressions; equal ones are one object. Not thread-safe. */
public final class ExprPool {
  private final Map<List<Object>, Expr> known = new HashMap<>();
  private final Map<Expr, ImmutableSet<LoopVariable>> free = new HashMap<>();
  private int variables;

  public LoopVariable variable(long extent) {
    return new LoopVariable(variables++, extent);
  }

  private Expr intern(List<Object> key, IntFunction<Expr> make) {
    Expr found = known.get(key);
    if (found == null) {
      found = make.apply(known.size());
      known.put(key, found);
    }
    return found;
  }

  public Expr real(LaneType type, double value) {
    double rounded = type == LaneType.F32 ? (float) value : value;
    return literal(type, Double.doubleToRawLongBits(rounded), false);
  }

  public Expr whole(LaneType type, long value) {
    return literal(type, value, false);
  }

  /** A number by its bits. */
  Expr literal(LaneType type, long bits) {
    return literal(type, bits, false);
  }

  private Expr literal(LaneType type, long bits, boolean given) {
    return intern(
        List.of("literal", type, bits, given), id -> new Expr.Literal(id, type, bits, given));
  }

  /** A number as one of the model's; what is no number stays what it is. */
  public Expr given(Expr value) {
    return given(value, true);
  }

  private Expr given(Expr value, boolean given) {
    return given && value instanceof Expr.Literal literal && literal.type() != LaneType.MASK
        ? literal(literal.type(), literal.bits(), true)
        : value;
  }

  /** A float. */
  public Expr f32(double value) {
    return real(LaneType.F32, value);
  }

  /** A 32-bit integer. */
  public Expr i32(int value) {
    return whole(LaneType.I32, value);
  }

  public Expr load(Buffer buffer, Affine index) {
    return intern(List.of("load", buffer, index), id -> new Expr.Load(id, buffer, index));
  }

  public Expr fromIndex(Affine index) {
    return index.isConstant()
        ? i32((int) index.constant())
        : intern(List.of("index", index), id -> new Expr.FromIndex(id, index));
  }

  public Expr call(String function, Expr... operands) {
    return call(function, ImmutableList.copyOf(operands));
  }

  Expr call(String function, ImmutableList<Expr> operands) {
    return intern(List.of("call", function, operands), id -> new Expr.Call(id, function, operands));
  }

  public Expr reduce(Expr.Combine combine, boolean wide, List<Expr.Range> ranges, Expr body) {
    return reduce(combine, wide, ranges, body, ImmutableList.of());
  }

  Expr reduce(
      Expr.Combine combine,
      boolean wide,
      List<Expr.Range> ranges,
      Expr body,
      ImmutableList<Store> kept) {
    ImmutableList<Expr.Range> loops = ImmutableList.copyOf(ranges);
    return loops.isEmpty()
        ? body
        : intern(
            List.of("reduce", combine, wide, loops, body, kept),
            id -> new Expr.Reduce(id, combine, wide, loops, body, kept));
  }

  /** An operation whose result has the type of its last operand, or is a mask for comparisons. */
  public Expr apply(Operation operation, Expr... operands) {
    return apply(
        operation,
        operation.isComparison()
            ? LaneType.MASK
            : operation == Operation.SHIFT_LEFT
                    || operation == Operation.SHIFT_RIGHT
                    || operation == Operation.SHIFT_RIGHT_UNSIGNED
                ? operands[0].type()
                : operands[operands.length - 1].type(),
        ImmutableList.copyOf(operands));
  }

  public Expr apply(Operation operation, LaneType type, ImmutableList<Expr> operands) {
    if (type == LaneType.I32
        && operands.size() == 2
        && operands.get(0) instanceof Expr.Literal a
        && operands.get(1) instanceof Expr.Literal b) {
      if (operation == Operation.ADD) {
        return given(i32((int) (a.bits() + b.bits())), a.given() || b.given());
      }
      if (operation == Operation.SUBTRACT) {
        return given(i32((int) (a.bits() - b.bits())), a.given() || b.given());
      }
    }
    return intern(
        List.of("apply", operation, type, operands),
        id -> new Expr.Apply(id, operation, type, operands));
  }

  /** To another type by Java's rules; itself if it has that type. */
  public Expr convert(Expr value, LaneType type) {
    if (value.type() == type) {
      return value;
    }
    if (value instanceof Expr.Literal literal && type != LaneType.MASK) {
      return given(converted(literal, type), literal.given());
    }
    // There and back: the wider type holds every value of the narrower.
    if (value instanceof Expr.Apply apply
        && apply.operation() == Operation.CONVERT
        && apply.type() == LaneType.I64
        && type == LaneType.I32
        && apply.operands().getFirst().type() == LaneType.I32) {
      return apply.operands().getFirst();
    }
    return apply(Operation.CONVERT, type, ImmutableList.of(value));
  }

  private Expr converted(Expr.Literal literal, LaneType type) {
    boolean fromReal = literal.type() == LaneType.F32 || literal.type() == LaneType.F64;
    return switch (type) {
      case F32 -> f32(fromReal ? (float) literal.real() : (float) literal.bits());
      case F64 -> real(type, fromReal ? literal.real() : (double) literal.bits());
      case I32 -> i32(fromReal ? (int) literal.real() : (int) literal.bits());
      case I64 -> whole(type, fromReal ? (long) literal.real() : literal.bits());
      case MASK -> throw new IllegalArgumentException("masks are compared, not converted to");
    };
  }

  public Expr select(Expr condition, Expr ifTrue, Expr ifFalse) {
    return ifTrue.equals(ifFalse) ? ifTrue : apply(Operation.SELECT, condition, ifTrue, ifFalse);
  }

  public Expr floatOfBits(Expr bits) {
    return apply(Operation.BITS_TO_FLOAT, LaneType.F32, ImmutableList.of(bits));
  }

  public Expr bitsOfFloat(Expr value) {
    return apply(Operation.FLOAT_TO_BITS, LaneType.I32, ImmutableList.of(value));
  }

  /** The loop counters that a value depends on, without those that its own reductions bind. */
  public ImmutableSet<LoopVariable> free(Expr expr) {
    ImmutableSet<LoopVariable> found = free.get(expr);
    if (found == null) {
      ImmutableSet.Builder<LoopVariable> loops = ImmutableSet.builder();
      switch (expr) {
        case Expr.Load load -> loops.addAll(load.index().loops());
        case Expr.FromIndex from -> loops.addAll(from.index().loops());
        case Expr.Reduce reduce -> {
          List<LoopVariable> bound = reduce.ranges().stream().map(Expr.Range::variable).toList();
          free(reduce.body()).stream().filter(v -> !bound.contains(v)).forEach(loops::add);
          for (Expr.Range range : reduce.ranges()) {
            loops.addAll(range.from().loops()).addAll(range.to().loops());
          }
        }
        case Expr.Literal _, Expr.Apply _, Expr.Call _ ->
            expr.operands().forEach(operand -> loops.addAll(free(operand)));
      }
      found = loops.build();
      free.put(expr, found);
    }
    return found;
  }

  /**
   * The expression with others in place of some.
   *
   * @param done what stands for what; takes all that is made
   */
  Expr replace(Expr expr, Map<Expr, Expr> done) {
    return rewrite(expr, UnaryOperator.identity(), done);
  }

  /** As {@link #replace(Expr, Map)}, in what stores write. */
  ImmutableList<Store> replace(List<Store> stores, Map<Expr, Expr> done) {
    return stores.stream()
        .map(store -> new Store(store.buffer(), store.index(), replace(store.value(), done)))
        .collect(ImmutableList.toImmutableList());
  }

  /** The expression with every index changed, those of ranges as well. */
  Expr rewrite(Expr expr, UnaryOperator<Affine> indices, Map<Expr, Expr> done) {
    return rewrite(
        expr,
        indices,
        ranges ->
            ranges.stream()
                .map(range ->
                    new Expr.Range(
                        range.variable(), indices.apply(range.from()), indices.apply(range.to())))
                .collect(ImmutableList.toImmutableList()),
        done);
  }

  /** The expression with every index and every range changed. */
  public Expr rewrite(
      Expr expr,
      UnaryOperator<Affine> indices,
      UnaryOperator<ImmutableList<Expr.Range>> ranges,
      Map<Expr, Expr> done) {
    Expr found = done.get(expr);
    if (found == null) {
      List<Expr> operands = new ArrayList<>();
      for (Expr operand : expr.operands()) {
        operands.add(rewrite(operand, indices, ranges, done));
      }
      ImmutableList<Expr> changed = ImmutableList.copyOf(operands);
      found =
          switch (expr) {
            case Expr.Literal literal -> literal;
            case Expr.Load load -> load(load.buffer(), indices.apply(load.index()));
            case Expr.FromIndex from -> fromIndex(indices.apply(from.index()));
            case Expr.Apply apply -> apply(apply.operation(), apply.type(), changed);
            case Expr.Call call -> call(call.function(), changed);
            case Expr.Reduce reduce ->
                reduce(
                    reduce.combine(),
                    reduce.wide(),
                    ranges.apply(reduce.ranges()),
                    changed.getFirst(),
                    reduce.kept().stream()
                        .map(store ->
                            new Store(
                                store.buffer(),
                                indices.apply(store.index()),
                                rewrite(store.value(), indices, ranges, done)))
                        .collect(ImmutableList.toImmutableList()));
          };
      done.put(expr, found);
    }
    return found;
  }
}
