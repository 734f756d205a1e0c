package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Python's functions on numbers: a float operand makes the result a float; integers that leave 64
 * bits are an error.
 */
final class NumberKernels {
  private NumberKernels() {}

  static void register(Kernels kernels) {
    binary(kernels, "_operator.add", Math::addExact, (x, y) -> x + y);
    binary(kernels, "_operator.sub", Math::subtractExact, (x, y) -> x - y);
    binary(kernels, "_operator.mul", Math::multiplyExact, (x, y) -> x * y);
    binary(
        kernels,
        "_operator.floordiv",
        (x, y) -> Math.floorDiv(x, nonZero(y)),
        (x, y) -> Math.floor(x / y));
    binary(
        kernels,
        "_operator.mod",
        (x, y) -> Math.floorMod(x, nonZero(y)),
        (x, y) -> x - Math.floor(x / y) * y);
    binary(kernels, "torch.sym_max", Math::max, Math::max);
    binary(kernels, "torch.sym_min", Math::min, Math::min);
    kernels.add(in -> real(in, "a") / real(in, "b"), "_operator.truediv");
    kernels.add(NumberKernels::power, "_operator.pow");
    kernels.add(in -> shiftLeft(in.integer("a"), in.integer("b")), "_operator.lshift");
    kernels.add(in -> in.integer("a") >> Math.clamp(in.integer("b"), 0, 63), "_operator.rshift");
    unary(kernels, "_operator.neg", Math::negateExact, x -> -x);
    unary(kernels, "_operator.pos", x -> x, x -> x);
    kernels.add(in -> real(in, "a"), "torch.sym_float");
    kernels.add(in -> Math.sqrt(real(in, "a")), "torch._sym_sqrt");
    kernels.add(in -> truncated(in, "a"), "torch.sym_int");
    kernels.add(in -> truncated(in, "x"), "math.trunc");
    relation(kernels, "eq", (x, y) -> x == y, (x, y) -> x == y);
    relation(kernels, "ne", (x, y) -> x != y, (x, y) -> x != y);
    relation(kernels, "lt", (x, y) -> x < y, (x, y) -> x < y);
    relation(kernels, "le", (x, y) -> x <= y, (x, y) -> x <= y);
    relation(kernels, "gt", (x, y) -> x > y, (x, y) -> x > y);
    relation(kernels, "ge", (x, y) -> x >= y, (x, y) -> x >= y);
    kernels.add(in -> truth(in, "a") && truth(in, "b"), "_operator.and_");
    kernels.add(in -> truth(in, "a") || truth(in, "b"), "_operator.or_");
    kernels.add(in -> !truth(in, "a"), "torch.sym_not");
    kernels.add(in -> in.number(truth(in, "b") ? "t" : "f"), "torch.sym_ite");
  }

  private static void binary(
      Kernels kernels, String name, LongBinaryOperator integers, DoubleBinaryOperator reals) {
    kernels.add(
        in -> {
          if (in.number("a") instanceof Long a && in.number("b") instanceof Long b) {
            return exact(name, a, b, integers);
          }
          return reals.applyAsDouble(real(in, "a"), real(in, "b"));
        },
        name);
  }

  private static Object exact(String name, long a, long b, LongBinaryOperator function) {
    try {
      return function.applyAsLong(a, b);
    } catch (ArithmeticException e) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s of %d and %d leaves the range of 64-bit integers", name, a, b),
          e);
    }
  }

  private static void unary(
      Kernels kernels, String name, LongUnaryOperator integers, DoubleUnaryOperator reals) {
    kernels.add(
        in -> {
          if (in.number("a") instanceof Long a) {
            return exact(name, a, 0, (x, _) -> integers.applyAsLong(x));
          }
          return reals.applyAsDouble(real(in, "a"));
        },
        name);
  }

  private static void relation(
      Kernels kernels,
      String name,
      BinaryFunction.LongRelation integers,
      BinaryFunction.DoubleRelation reals) {
    kernels.add(
        in -> {
          if (in.number("a") instanceof Long a && in.number("b") instanceof Long b) {
            return integers.test(a, b);
          }
          return reals.test(real(in, "a"), real(in, "b"));
        },
        "_operator." + name);
  }

  private static double real(KernelArguments in, String parameter) {
    return in.real(parameter);
  }

  private static boolean truth(KernelArguments in, String parameter) {
    if (in.number(parameter) instanceof Boolean value) {
      return value;
    }
    throw new InputException(
        String.format(
            Locale.ROOT, "'%s' is %s, expected a condition", parameter, in.number(parameter)));
  }

  private static long nonZero(long divisor) {
    if (divisor == 0) {
      throw new InputException("division of an integer by zero");
    }
    return divisor;
  }

  private static Object power(KernelArguments in) {
    if (in.number("a") instanceof Long base
        && in.number("b") instanceof Long exponent
        && exponent >= 0) {
      long result = 1;
      for (long i = 0; i < exponent && (result != 0 || i == 0); i++) {
        if (base == 1 || base == 0) {
          return base;
        }
        if (base == -1) {
          return exponent % 2 == 0 ? 1L : -1L;
        }
        result = (long) exact("_operator.pow", result, base, Math::multiplyExact);
      }
      return result;
    }
    return StrictMath.pow(real(in, "a"), real(in, "b"));
  }

  private static long shiftLeft(long value, long count) {
    if (count < 0 || count > 63 || value << count >> count != value) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%d shifted left by %d leaves the range of 64-bit integers",
              value,
              count));
    }
    return value << count;
  }

  private static long truncated(KernelArguments in, String parameter) {
    if (in.number(parameter) instanceof Long value) {
      return value;
    }
    double value = ArithmeticKernels.truncate(real(in, parameter));
    if (!(Math.abs(value) < 0x1p63)) {
      throw new InputException(
          String.format(Locale.ROOT, "%s has no integer part of 64 bits", value));
    }
    return (long) value;
  }
}
