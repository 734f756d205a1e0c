package dev.octet.op.infer;

import dev.octet.op.Argument;
import dev.octet.op.SymbolType;
import dev.octet.op.ValueType;
import dev.octet.symbol.Relation;
import dev.octet.symbol.SymBool;
import dev.octet.symbol.SymFloat;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/**
 * Types of Python functions on symbolic numbers: the expression that the result stands for. A float
 * operand makes the result a float.
 */
final class NumberTypes {
  private NumberTypes() {}

  static void register(TypeRules rules) {
    rules.add(in -> arithmetic(in, "Add(%1$s, %2$s)", "Add(%1$s, %2$s)"), "_operator.add");
    rules.add(
        in ->
            arithmetic(
                in,
                "Add(%1$s, Mul(Integer(-1), %2$s))",
                "Add(%1$s, Mul(Float('-1.0', precision=53), %2$s))"),
        "_operator.sub");
    rules.add(in -> arithmetic(in, "Mul(%1$s, %2$s)", "Mul(%1$s, %2$s)"), "_operator.mul");
    rules.add(
        in ->
            arithmetic(in, "FloorDiv(%1$s, %2$s)", "ToFloat(FloorToInt(FloatTrueDiv(%1$s, %2$s)))"),
        "_operator.floordiv");
    rules.add(
        in ->
            arithmetic(
                in,
                "PythonMod(%1$s, %2$s)",
                "Add(%1$s, Mul(Float('-1.0', precision=53), %2$s,"
                    + " ToFloat(FloorToInt(FloatTrueDiv(%1$s, %2$s)))))"),
        "_operator.mod");
    rules.add(NumberTypes::quotient, "_operator.truediv");
    rules.add(NumberTypes::power, "_operator.pow");
    rules.add(in -> shift(in, "LShift"), "_operator.lshift");
    rules.add(in -> shift(in, "RShift"), "_operator.rshift");
    rules.add(in -> arithmetic(in, "Max(%1$s, %2$s)", "Max(%1$s, %2$s)"), "torch.sym_max");
    rules.add(in -> arithmetic(in, "Min(%1$s, %2$s)", "Min(%1$s, %2$s)"), "torch.sym_min");
    rules.add(NumberTypes::negate, "_operator.neg");
    rules.add(in -> List.of(number(in, "a")), "_operator.pos");
    rules.add(in -> List.of(new SymbolType.Float(real(in, "a"))), "torch.sym_float");
    rules.add(
        in ->
            List.of(
                new SymbolType.Float(
                    SymFloat.parse("OpaqueUnaryFn_sqrt(" + real(in, "a").toSympy() + ")"))),
        "torch._sym_sqrt");
    rules.add(in -> truncated(in, "a"), "torch.sym_int");
    rules.add(in -> truncated(in, "x"), "math.trunc");
    relation(rules, "eq", Relation.EQUAL);
    relation(rules, "ne", Relation.NOT_EQUAL);
    relation(rules, "lt", Relation.LESS);
    relation(rules, "le", Relation.LESS_OR_EQUAL);
    relation(rules, "gt", Relation.GREATER);
    relation(rules, "ge", Relation.GREATER_OR_EQUAL);
    rules.add(
        in -> List.of(new SymbolType.Bool(condition(in, "a").and(condition(in, "b")))),
        "_operator.and_");
    rules.add(
        in -> List.of(new SymbolType.Bool(condition(in, "a").or(condition(in, "b")))),
        "_operator.or_");
    rules.add(in -> List.of(new SymbolType.Bool(condition(in, "a").not())), "torch.sym_not");
    rules.add(NumberTypes::choice, "torch.sym_ite");
  }

  /** An argument as an expression. */
  private static SymbolType number(TypeArguments in, String parameter) {
    return switch (in.raw(parameter)) {
      case Argument.Int(long value) -> new SymbolType.Int(SymInt.of(value));
      case Argument.Float(double value) -> new SymbolType.Float(SymFloat.of(value));
      case Argument.Bool(boolean value) -> new SymbolType.Bool(SymBool.of(value));
      case Argument.Operand(int index) when in.operands().get(index) instanceof SymbolType type ->
          type;
      case Argument.Operand(int index) ->
          throw unexpected(in, parameter, in.operands().get(index), "a number");
      case Argument other -> throw unexpected(in, parameter, other, "a number");
    };
  }

  private static InputException unexpected(
      TypeArguments in, String parameter, Object found, String expected) {
    return new InputException(
        String.format(
            Locale.ROOT,
            "%s: argument '%s' is %s, expected %s",
            in.op().name(),
            parameter,
            found,
            expected));
  }

  private static SymFloat real(TypeArguments in, String parameter) {
    return switch (number(in, parameter)) {
      case SymbolType.Float(SymFloat value) -> value;
      case SymbolType.Int(SymInt value) -> SymFloat.of(value);
      case SymbolType.Bool type -> throw unexpected(in, parameter, type, "a number");
    };
  }

  private static SymBool condition(TypeArguments in, String parameter) {
    if (number(in, parameter) instanceof SymbolType.Bool(SymBool value)) {
      return value;
    }
    throw unexpected(in, parameter, number(in, parameter), "a condition");
  }

  private static List<ValueType> arithmetic(TypeArguments in, String integers, String reals) {
    if (number(in, "a") instanceof SymbolType.Int(SymInt a)
        && number(in, "b") instanceof SymbolType.Int(SymInt b)) {
      return integer(String.format(Locale.ROOT, integers, a.toSympy(), b.toSympy()));
    }
    return real(
        String.format(Locale.ROOT, reals, real(in, "a").toSympy(), real(in, "b").toSympy()));
  }

  /** Integers and nothing else. */
  private static List<ValueType> shift(TypeArguments in, String function) {
    return integer(
        String.format(
            Locale.ROOT,
            "%s(%s, %s)",
            function,
            in.symInt("a").toSympy(),
            in.symInt("b").toSympy()));
  }

  private static List<ValueType> integer(String expression) {
    return List.of(new SymbolType.Int(SymInt.parse(expression)));
  }

  private static List<ValueType> real(String expression) {
    return List.of(new SymbolType.Float(SymFloat.parse(expression)));
  }

  private static List<ValueType> negate(TypeArguments in) {
    return number(in, "a") instanceof SymbolType.Int(SymInt value)
        ? List.of(new SymbolType.Int(value.negate()))
        : real(
            String.format(
                Locale.ROOT, "Mul(Float('-1.0', precision=53), %s)", real(in, "a").toSympy()));
  }

  private static List<ValueType> quotient(TypeArguments in) {
    if (number(in, "a") instanceof SymbolType.Int(SymInt a)
        && number(in, "b") instanceof SymbolType.Int(SymInt b)) {
      return real(String.format(Locale.ROOT, "IntTrueDiv(%s, %s)", a.toSympy(), b.toSympy()));
    }
    return real(
        String.format(
            Locale.ROOT, "FloatTrueDiv(%s, %s)", real(in, "a").toSympy(), real(in, "b").toSympy()));
  }

  /** Python's integer power is a float for negative exponents. */
  private static List<ValueType> power(TypeArguments in) {
    boolean negative =
        number(in, "b") instanceof SymbolType.Int(SymInt exponent)
            && exponent.bounds().max().orElse(0) < 0;
    return negative
        ? real(
            String.format(
                Locale.ROOT, "FloatPow(%s, %s)", real(in, "a").toSympy(), real(in, "b").toSympy()))
        : arithmetic(in, "Pow(%s, %s)", "FloatPow(%s, %s)");
  }

  private static List<ValueType> truncated(TypeArguments in, String parameter) {
    return number(in, parameter) instanceof SymbolType.Int integer
        ? List.of(integer)
        : integer(String.format(Locale.ROOT, "TruncToInt(%s)", real(in, parameter).toSympy()));
  }

  private static void relation(TypeRules rules, String name, Relation relation) {
    rules.add(
        in -> {
          if (number(in, "a") instanceof SymbolType.Int(SymInt a)
              && number(in, "b") instanceof SymbolType.Int(SymInt b)) {
            return List.of(new SymbolType.Bool(SymBool.compare(a, relation, b)));
          }
          return List.of(
              new SymbolType.Bool(SymBool.compare(real(in, "a"), relation, real(in, "b"))));
        },
        "_operator." + name);
  }

  private static List<ValueType> choice(TypeArguments in) {
    String condition = condition(in, "b").toSympy();
    if (number(in, "t") instanceof SymbolType.Int(SymInt yes)
        && number(in, "f") instanceof SymbolType.Int(SymInt no)) {
      return integer(
          String.format(Locale.ROOT, "Where(%s, %s, %s)", condition, yes.toSympy(), no.toSympy()));
    }
    return real(
        String.format(
            Locale.ROOT,
            "Where(%s, %s, %s)",
            condition,
            real(in, "t").toSympy(),
            real(in, "f").toSympy()));
  }
}
