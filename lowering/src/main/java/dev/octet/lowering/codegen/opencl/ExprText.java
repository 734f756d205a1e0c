package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.lowering.codegen.loop.Storage;
import dev.octet.lowering.codegen.loop.Store;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Prints expressions whose operands have been printed, inline or into variables. */
final class ExprText {
  private final Recognition recognition;
  private final Prelude prelude;
  private final Indices indices;
  private final Function<Expr.Load, Fragment> loads;
  private final Map<Expr, Fragment> known = new HashMap<>();
  private final Set<Expr> kept = new HashSet<>();

  /** Whether integers are such that no operation leaves their range. */
  private final boolean inRange;

  /**
   * Starts a text.
   *
   * @param loads prints elements of memory
   * @param inRange whether no operation on integers matters that leaves their range
   */
  ExprText(
      Recognition recognition,
      Prelude prelude,
      Indices indices,
      Function<Expr.Load, Fragment> loads,
      boolean inRange) {
    this.recognition = recognition;
    this.prelude = prelude;
    this.indices = indices;
    this.loads = loads;
    this.inRange = inRange;
  }

  /** What an expression is referred to by. */
  Fragment of(Expr expr) {
    if (expr instanceof Expr.Literal literal) {
      return CTypes.number(literal.type(), literal.bits());
    }
    return Objects.requireNonNull(known.get(expr), () -> "not printed yet: " + expr);
  }

  /** Refers to an expression by a text that spells it out, or by a name of its own. */
  void know(Expr expr, Fragment text) {
    known.put(expr, text);
  }

  /** Refers to an expression by a variable of its lane type. */
  void keep(Expr expr, String name) {
    known.put(expr, Fragment.primary(name));
    kept.add(expr);
  }

  /**
   * What an expression is referred to by, of its lane type to the letter: C makes more of narrow
   * integers by itself, but does not choose between functions so.
   */
  Fragment typed(Expr expr) {
    Recognition.Call call = recognition.call(expr);
    boolean narrow =
        expr.type() == LaneType.I32
            && (call != null
                ? call.isCast()
                : expr instanceof Expr.Load load && load.buffer().storage() != Storage.S32);
    return narrow && !kept.contains(expr) ? Fragment.cast("int", of(expr)) : of(expr);
  }

  /** The value of a store; a store takes the low bits by itself. */
  Fragment stored(Store store) {
    Recognition.Call call = recognition.call(store.value());
    return call != null
            && call.isCast()
            && call.name().endsWith(CTypes.of(store.buffer().storage(), false))
        ? of(call.arguments().getFirst())
        : of(store.value());
  }

  /** Spells an expression out. */
  Fragment build(Expr expr) {
    Recognition.Call call = recognition.call(expr);
    if (call != null) {
      Fragment[] arguments = call.arguments().stream().map(this::of).toArray(Fragment[]::new);
      return call.isCast()
          ? Fragment.cast(call.name(), arguments[0])
          : Fragment.call(prelude.use(call.name()), arguments);
    }
    return switch (expr) {
      case Expr.Load load -> loads.apply(load);
      case Expr.FromIndex from -> indices.of(from.index());
      case Expr.Call named ->
          Fragment.call(
              named.function(), named.operands().stream().map(this::of).toArray(Fragment[]::new));
      case Expr.Apply apply -> apply(apply);
      case Expr.Literal _ -> of(expr);
      case Expr.Reduce _ -> throw new IllegalStateException("reductions are no expressions in C");
    };
  }

  private Fragment apply(Expr.Apply apply) {
    List<Expr> operands = apply.operands();
    Fragment a = of(operands.get(0));
    Fragment b = operands.size() > 1 ? of(operands.get(1)) : a;
    LaneType from = operands.getFirst().type();
    return switch (apply.operation()) {
      case ADD -> arithmetic(apply, a, "+", b, Fragment.SUM);
      case SUBTRACT ->
          isZero(operands.getFirst())
              ? negated(apply, b)
              : arithmetic(apply, a, "-", b, Fragment.SUM);
      case MULTIPLY -> arithmetic(apply, a, "*", b, Fragment.PRODUCT);
      case DIVIDE -> Fragment.binary(a, "/", b, Fragment.PRODUCT);
      case FUSED_MULTIPLY_ADD -> Fragment.call("fma", a, b, of(operands.get(2)));
      case NEGATE -> negated(apply, a);
      case ABSOLUTE ->
          isReal(from)
              ? Fragment.call("fabs", a)
              : signed(from, Fragment.call("abs", typed(operands.getFirst())));
      case SQUARE_ROOT -> Fragment.call("sqrt", a);
      case ROUND -> Fragment.call("rint", a);
      case MINIMUM -> extreme("min", operands);
      case MAXIMUM -> extreme("max", operands);
      case AND -> logic(from, a, "&", b, Fragment.BIT_AND, Fragment.AND);
      case OR -> logic(from, a, "|", b, Fragment.BIT_OR, Fragment.OR);
      case XOR -> xor(from, a, b, operands.get(1));
      case SHIFT_LEFT -> Fragment.binary(a, "<<", b, Fragment.SHIFT);
      case SHIFT_RIGHT -> Fragment.binary(a, ">>", b, Fragment.SHIFT);
      case SHIFT_RIGHT_UNSIGNED ->
          Fragment.cast(
              CTypes.of(from), Fragment.binary(unsigned(from, a), ">>", b, Fragment.SHIFT));
      case EQUAL -> Fragment.binary(a, "==", b, Fragment.EQUALITY);
      case NOT_EQUAL ->
          operands.get(0).equals(operands.get(1)) && isReal(from)
              ? Fragment.call("isnan", a)
              : Fragment.binary(a, "!=", b, Fragment.EQUALITY);
      case LESS -> Fragment.binary(a, "<", b, Fragment.RELATION);
      case LESS_OR_EQUAL -> Fragment.binary(a, "<=", b, Fragment.RELATION);
      case GREATER -> Fragment.binary(a, ">", b, Fragment.RELATION);
      case GREATER_OR_EQUAL -> Fragment.binary(a, ">=", b, Fragment.RELATION);
      case SELECT -> {
        Fragment c = of(operands.get(2));
        yield new Fragment(
            a.within(Fragment.AND) + " ? " + b.within(Fragment.OR) + " : " + c.within(Fragment.OR),
            Fragment.CHOICE);
      }
      case CONVERT -> convert(from, apply.type(), a);
      case FLOAT_TO_BITS -> Fragment.call("as_int", a);
      case BITS_TO_FLOAT -> Fragment.call("as_float", a);
      case HALF_TO_FLOAT -> Fragment.call(prelude.use("half_to_float"), a);
      case FLOAT_TO_HALF -> Fragment.call(prelude.use("float_to_half"), a);
    };
  }

  private static boolean isReal(LaneType type) {
    return type == LaneType.F32 || type == LaneType.F64;
  }

  private boolean wraps(Expr.Apply apply) {
    return !inRange && !isReal(apply.type()) && !ValueRange.staysInside(apply);
  }

  /** True of an integer 0: taking something from it is to negate that. */
  private static boolean isZero(Expr expr) {
    return expr instanceof Expr.Literal literal && !isReal(literal.type()) && literal.bits() == 0;
  }

  private Fragment negated(Expr.Apply apply, Fragment value) {
    LaneType type = apply.type();
    return wraps(apply) ? signed(type, negative(unsigned(type, value))) : negative(value);
  }

  private static Fragment negative(Fragment value) {
    // Not "--x".
    boolean apart = value.text().startsWith("-");
    return new Fragment(
        "-" + value.within(apart ? Fragment.PRIMARY : Fragment.UNARY), Fragment.UNARY);
  }

  private static Fragment unsigned(LaneType type, Fragment value) {
    return Fragment.cast(type == LaneType.I64 ? "ulong" : "uint", value);
  }

  private static Fragment signed(LaneType type, Fragment value) {
    return Fragment.cast(CTypes.of(type), value);
  }

  /** Integers wrap around in Java. */
  private Fragment arithmetic(
      Expr.Apply apply, Fragment a, String operator, Fragment b, int level) {
    if (wraps(apply)) {
      LaneType type = apply.type();
      return signed(type, Fragment.binary(unsigned(type, a), operator, unsigned(type, b), level));
    }
    return Fragment.binary(a, operator, b, level);
  }

  private Fragment extreme(String name, List<Expr> operands) {
    String function = extreme(operands.getFirst().type(), name);
    return Fragment.call(function, typed(operands.get(0)), typed(operands.get(1)));
  }

  /** The function that gives the smaller or larger of two numbers, or NaN if one is that. */
  String extreme(LaneType type, String name) {
    return isReal(type) ? prelude.use(CTypes.of(type) + "_" + name) : name;
  }

  private static Fragment logic(
      LaneType type, Fragment a, String operator, Fragment b, int level, int logicLevel) {
    return type == LaneType.MASK
        ? new Fragment(
            a.within(Fragment.BIT_OR) + " " + operator + operator + " " + b.within(Fragment.BIT_OR),
            logicLevel)
        : Fragment.binary(a, operator, b, level);
  }

  private static Fragment xor(LaneType type, Fragment a, Fragment b, Expr second) {
    if (type == LaneType.MASK) {
      return second instanceof Expr.Literal literal && literal.bits() == 1
          ? new Fragment("!" + a.within(Fragment.UNARY), Fragment.UNARY)
          : Fragment.binary(a, "!=", b, Fragment.EQUALITY);
    }
    return Fragment.binary(a, "^", b, Fragment.BIT_XOR);
  }

  private Fragment convert(LaneType from, LaneType to, Fragment value) {
    if (to == LaneType.MASK) {
      Fragment zero = CTypes.number(from, 0);
      return from == LaneType.MASK ? value : Fragment.binary(value, "!=", zero, Fragment.EQUALITY);
    }
    if (isReal(from) && !isReal(to)) {
      return Fragment.call(prelude.use(CTypes.of(from) + "_to_" + CTypes.of(to)), value);
    }
    return from == LaneType.MASK && to == LaneType.I32
        ? value
        : Fragment.cast(CTypes.of(to), value);
  }

  /** What elements of a buffer are called. */
  static String variable(Buffer buffer) {
    String[] inputs = {"x", "y", "z"};
    return switch (buffer.kind()) {
      case INPUT -> buffer.index() < inputs.length ? inputs[buffer.index()] : "v" + buffer.index();
      case CONSTANT -> "c" + buffer.index();
      case SCRATCH -> throw new IllegalStateException(buffer + " is no argument");
      case OUTPUT, PARAMETER -> "value";
    };
  }

  /** What a variable that holds an expression might be called. */
  String variable(Expr expr) {
    Recognition.Call call = recognition.call(expr);
    if (call != null) {
      return call.variable();
    }
    return switch (expr) {
      case Expr.Load load -> variable(load.buffer());
      case Expr.FromIndex _ -> "position";
      case Expr.Call named -> named.function() + "_of";
      case Expr.Reduce reduce ->
          switch (reduce.combine()) {
            case SUM -> "sum";
            case MINIMUM -> "smallest";
            case MAXIMUM, MAXIMUM_OF_NUMBERS -> "largest";
          };
      case Expr.Apply apply -> variable(apply);
      case Expr.Literal _ -> "number";
    };
  }

  private String variable(Expr.Apply apply) {
    Operation operation = apply.operation();
    return switch (operation) {
      case ADD -> "total";
      case FUSED_MULTIPLY_ADD -> "series";
      case SUBTRACT -> "difference";
      case MULTIPLY ->
          apply.operands().get(0).equals(apply.operands().get(1)) ? "square" : "product";
      case DIVIDE ->
          apply.operands().get(0) instanceof Expr.Reduce
                  && apply.operands().get(1) instanceof Expr.Literal
              ? "mean"
              : "quotient";
      case SQUARE_ROOT -> "root";
      case SELECT -> "chosen";
      case CONVERT -> isReal(apply.type()) ? "real" : "integer";
      case MINIMUM, MAXIMUM -> "bounded";
      case ABSOLUTE -> "size";
      case FLOAT_TO_BITS -> "bits";
      default -> operation.isComparison() ? "holds" : "value";
    };
  }
}
