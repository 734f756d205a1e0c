package dev.octet.op;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.Locale;

/**
 * Reads literal arguments of an operator by parameter name, with an error that names operator and
 * parameter.
 */
final class Literals {
  private Literals() {}

  static long integer(Op op, String parameter) {
    if (op.argument(parameter) instanceof Argument.Int(long value)) {
      return value;
    }
    throw unexpected(op, parameter, "an integer literal");
  }

  static boolean bool(Op op, String parameter) {
    if (op.argument(parameter) instanceof Argument.Bool(boolean value)) {
      return value;
    }
    throw unexpected(op, parameter, "a boolean literal");
  }

  /** A number as a double, whether it was written as an integer or not. */
  static double number(Op op, String parameter) {
    return switch (op.argument(parameter)) {
      case Argument.Int(long value) -> value;
      case Argument.Float(double value) -> value;
      default -> throw unexpected(op, parameter, "a number literal");
    };
  }

  static ImmutableList<Long> longs(Op op, String parameter) {
    if (op.argument(parameter) instanceof Argument.ListOf(var elements)) {
      ImmutableList.Builder<Long> values = ImmutableList.builder();
      for (Argument element : elements) {
        if (!(element instanceof Argument.Int(long value))) {
          throw unexpected(op, parameter, "a list of integer literals");
        }
        values.add(value);
      }
      return values.build();
    }
    throw unexpected(op, parameter, "a list of integer literals");
  }

  /** The elements of a list, literals or operands. */
  static ImmutableList<Argument> elements(Op op, String parameter) {
    if (op.argument(parameter) instanceof Argument.ListOf(var elements)) {
      return elements;
    }
    throw unexpected(op, parameter, "a list");
  }

  static DType dtype(Op op, String parameter) {
    if (op.argument(parameter) instanceof Argument.Type(DType value)) {
      return value;
    }
    throw unexpected(op, parameter, "an element type");
  }

  /** The position among the node's operands of the value passed for a parameter. */
  static int operand(Op op, String parameter) {
    if (op.argument(parameter) instanceof Argument.Operand(int index)) {
      return index;
    }
    throw unexpected(op, parameter, "a value of the graph");
  }

  private static InputException unexpected(Op op, String parameter, String expected) {
    return new InputException(
        String.format(
            Locale.ROOT,
            "%s: argument '%s' is %s, expected %s",
            op.name(),
            parameter,
            op.argument(parameter),
            expected));
  }
}
