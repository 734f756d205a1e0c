package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;

/**
 * Transcendental functions of floats, made of primitive operations, so that vectors and scalars
 * give the same bits; within about 2 units in the last place. Functions of doubles are those of
 * {@link StrictMath}.
 *
 * <p>Polynomials were fitted at Chebyshev points with weights that even out the relative error.
 */
final class Functions {
  /** 1.5 · 2^23: adding it rounds a float below 2^22 to an integer, ties to even. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final double[] EXP = {
    0.5, 0.16666576266288757, 0.04166637361049652, 0.008363180793821812, 0.0013941120123490691
  };
  private static final double[] NORMAL_TAIL = {
    0.11968579888343811, 0.1195918545126915, 0.11004479974508286, 0.07939429581165314,
    0.09291470795869827, -0.07275810837745667, 0.18302544951438904, -0.22109517455101013,
    0.10917884111404419, -0.019982462748885155
  };
  private static final double[] ERF = {
    1.1283791065216064,
    -0.3761262595653534,
    0.11283600330352783,
    -0.026854444295167923,
    0.005189535208046436,
    -0.0008020841050893068,
    7.889119297033176e-05
  };
  private static final double[] ERFC = {
    0.282085120677948, 0.2823670208454132, 0.2435641884803772, 0.19822478294372559,
    -0.006090203765779734, 0.22572967410087585, -0.4115290641784668, 0.2264244109392166,
    -0.04060913622379303
  };

  private final ExprPool pool;

  Functions(ExprPool pool) {
    this.pool = pool;
  }

  private Expr apply(Operation operation, Expr... operands) {
    return pool.apply(operation, operands);
  }

  Expr add(Expr a, Expr b) {
    return apply(Operation.ADD, a, b);
  }

  Expr subtract(Expr a, Expr b) {
    return apply(Operation.SUBTRACT, a, b);
  }

  Expr multiply(Expr a, Expr b) {
    return apply(Operation.MULTIPLY, a, b);
  }

  Expr divide(Expr a, Expr b) {
    return apply(Operation.DIVIDE, a, b);
  }

  private Expr fma(Expr a, Expr b, Expr c) {
    return apply(Operation.FUSED_MULTIPLY_ADD, a, b, c);
  }

  /** {@code a · b + c}, of floats rounded once, of doubles twice. */
  Expr multiplyAdd(Expr a, Expr b, Expr c) {
    return c.type() == LaneType.F64 ? add(multiply(a, b), c) : fma(a, b, c);
  }

  /** A number in the type of a value. */
  Expr like(Expr value, double number) {
    return pool.real(value.type(), number);
  }

  private Expr f(double number) {
    return pool.f32(number);
  }

  private Expr polynomial(Expr x, double... coefficients) {
    Expr sum = f(coefficients[coefficients.length - 1]);
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = fma(sum, x, f(coefficients[i]));
    }
    return sum;
  }

  /** x = n·ln 2 + rest; n as the bits of {@link #ROUNDER} + n, and what e^rest − 1 is. */
  private record Split(Expr bits, Expr expm1) {}

  private Split split(Expr x) {
    Expr shifted = fma(x, f(1.4426950408889634), f(ROUNDER));
    Expr n = subtract(shifted, f(ROUNDER));
    // ln 2 in two parts, the first with so few bits that its product with n is exact.
    Expr rest = fma(n, f(-0.693359375), x);
    rest = fma(n, f(2.1219444005469057e-4), rest);
    Expr expm1 = fma(multiply(rest, rest), polynomial(rest, EXP), rest);
    return new Split(pool.bitsOfFloat(shifted), expm1);
  }

  /**
   * 2^n.
   *
   * @param n plus any multiple of 512, such as the bits of {@link #ROUNDER} are: it is shifted out
   */
  private Expr powerOfTwo(Expr n) {
    return pool.floatOfBits(
        apply(Operation.SHIFT_LEFT, apply(Operation.ADD, n, pool.i32(127)), pool.i32(23)));
  }

  Expr exp(Expr x) {
    if (x.type() == LaneType.F64) {
      return pool.call("exp", x);
    }
    Expr low = pool.select(apply(Operation.LESS, x, f(-105)), f(-105), x);
    return exponential(pool.select(apply(Operation.GREATER, low, f(90)), f(90), low));
  }

  /** Of numbers between −105 and 90. */
  private Expr exponential(Expr x) {
    Split split = split(x);
    // Two factors, since 2^n alone may leave the range of floats.
    Expr n = apply(Operation.SUBTRACT, split.bits, pool.i32(Float.floatToRawIntBits(ROUNDER)));
    Expr half = apply(Operation.SHIFT_RIGHT, n, pool.i32(1));
    Expr value = add(split.expm1, f(1));
    return multiply(
        multiply(value, powerOfTwo(half)), powerOfTwo(apply(Operation.SUBTRACT, n, half)));
  }

  /** Of numbers that are at most 0: a result below the normal range becomes 0. */
  Expr expOfNegative(Expr x) {
    if (x.type() == LaneType.F64) {
      return pool.call("exp", x);
    }
    Split split = split(x); // below −87 it may be anything
    Expr value = multiply(add(split.expm1, f(1)), powerOfTwo(split.bits));
    return pool.select(apply(Operation.LESS, x, f(-87)), f(0), value);
  }

  Expr expm1(Expr x) {
    Expr value = expm1ButZeros(x);
    return x.type() == LaneType.F64 ? value : withSignOf(value, x);
  }

  /** The same, but that a negative zero may become a positive one. */
  Expr expm1ButZeros(Expr x) {
    if (x.type() == LaneType.F64) {
      return pool.call("expm1", x);
    }
    Expr low = pool.select(apply(Operation.LESS, x, f(-30)), f(-30), x);
    Expr inside = pool.select(apply(Operation.GREATER, low, f(88)), f(88), low);
    Split split = split(inside);
    Expr power = powerOfTwo(split.bits);
    Expr value = fma(power, split.expm1, subtract(power, f(1)));
    return pool.select(apply(Operation.GREATER, x, f(88)), exp(x), value);
  }

  Expr log(Expr x) {
    if (x.type() == LaneType.F64) {
      return pool.call("log", x);
    }
    Expr tiny = apply(Operation.LESS, x, f(Float.MIN_NORMAL));
    Expr scaled = pool.select(tiny, multiply(x, f(0x1p25)), x);
    // The exponent that leaves a mantissa from √½ to √2.
    Expr bits =
        apply(
            Operation.SUBTRACT,
            pool.bitsOfFloat(scaled),
            pool.i32(Float.floatToRawIntBits((float) Math.sqrt(0.5))));
    Expr exponent = apply(Operation.SHIFT_RIGHT, bits, pool.i32(23));
    Expr mantissa =
        pool.floatOfBits(
            apply(
                Operation.SUBTRACT,
                pool.bitsOfFloat(scaled),
                apply(Operation.SHIFT_LEFT, exponent, pool.i32(23))));
    Expr e = pool.convert(exponent, LaneType.F32);
    e = pool.select(tiny, subtract(e, f(25)), e);
    Expr s = divide(subtract(mantissa, f(1)), add(mantissa, f(1)));
    Expr square = multiply(s, s);
    // log m = 2 artanh s
    Expr series =
        multiply(
            multiply(s, square), polynomial(square, 2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11));
    Expr low = fma(e, f(-2.1219444005469057e-4), series);
    Expr value = fma(e, f(0.693359375), add(add(s, s), low));
    value = pool.select(apply(Operation.EQUAL, x, f(0)), f(Double.NEGATIVE_INFINITY), value);
    value = pool.select(apply(Operation.EQUAL, x, f(Double.POSITIVE_INFINITY)), x, value);
    value = pool.select(apply(Operation.LESS, x, f(0)), f(Double.NaN), value);
    return pool.select(apply(Operation.NOT_EQUAL, x, x), x, value);
  }

  /** log(1 + x) of numbers from 0 to 1. */
  private Expr log1pOfFraction(Expr x) {
    if (x.type() == LaneType.F64) {
      return pool.call("log1p", x);
    }
    Expr sum = add(f(1), x);
    Expr rounded = subtract(sum, f(1));
    // What the sum lost counts as much as it is small beside the logarithm.
    Expr value = multiply(log(sum), divide(x, rounded));
    return pool.select(apply(Operation.EQUAL, rounded, f(0)), x, value);
  }

  Expr sigmoid(Expr x) {
    Expr one = like(x, 1);
    return divide(one, add(one, exp(apply(Operation.NEGATE, x))));
  }

  /** {@code log(1 + eˣ)} without overflow. */
  Expr softplus(Expr x) {
    Expr size = apply(Operation.ABSOLUTE, x);
    return add(
        apply(Operation.MAXIMUM, x, like(x, 0)),
        log1pOfFraction(expOfNegative(apply(Operation.NEGATE, size))));
  }

  Expr tanh(Expr x) {
    if (x.type() == LaneType.F64) {
      return pool.call("tanh", x);
    }
    Expr size = apply(Operation.ABSOLUTE, x);
    Expr expm1 = expm1ButZeros(multiply(size, f(-2)));
    return withSignOf(apply(Operation.ABSOLUTE, divide(expm1, add(expm1, f(2)))), x);
  }

  /** Of a size that is positive, or has the sign already. */
  private Expr withSignOf(Expr size, Expr sign) {
    Expr bit = apply(Operation.AND, pool.bitsOfFloat(sign), pool.i32(Integer.MIN_VALUE));
    return pool.floatOfBits(apply(Operation.OR, pool.bitsOfFloat(size), bit));
  }

  /** e^(−a²·factor) with the rounding error of the square made good; factor is a power of two. */
  private Expr expOfMinusSquare(Expr a, double factor) {
    Expr square = multiply(a, a);
    Expr error = fma(a, a, apply(Operation.NEGATE, square));
    Expr value = expOfNegative(multiply(square, f(-factor)));
    return fma(apply(Operation.NEGATE, value), multiply(error, f(factor)), value);
  }

  Expr erf(Expr x) {
    requireFloat(x, "the error function");
    Expr size = apply(Operation.ABSOLUTE, x);
    Expr square = multiply(x, x);
    Expr small = multiply(x, polynomial(square, ERF));
    Expr inside = pool.select(apply(Operation.GREATER, size, f(9)), f(9), size);
    Expr t = divide(f(1), fma(inside, f(0.5), f(1)));
    Expr tail = multiply(expOfMinusSquare(inside, 1), multiply(t, polynomial(t, ERFC)));
    Expr large = withSignOf(subtract(f(1), tail), x);
    return pool.select(apply(Operation.LESS, size, f(1)), small, large);
  }

  /** {@code x · Φ(x)} with the normal distribution Φ. */
  Expr gelu(Expr x) {
    requireFloat(x, "the error function");
    Expr size = apply(Operation.ABSOLUTE, x);
    Expr inside = pool.select(apply(Operation.LESS, size, f(20)), size, f(20));
    Expr t = divide(f(1), fma(inside, f(0.3), f(1)));
    Expr tail = multiply(expOfMinusSquare(inside, 0.5), multiply(t, polynomial(t, NORMAL_TAIL)));
    Expr normal = pool.select(apply(Operation.LESS, x, f(0)), tail, subtract(f(1), tail));
    return multiply(x, normal);
  }

  private static void requireFloat(Expr x, String what) {
    if (x.type() != LaneType.F32) {
      throw new DeclinedException("no generated code for " + what + " in float64");
    }
  }

  /** {@code 0.5·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))}, which is x times a sigmoid. */
  Expr geluTanh(Expr x) {
    double root = Math.sqrt(2 / Math.PI);
    Expr cube = multiply(multiply(x, x), like(x, 2 * root * 0.044715));
    return multiply(x, sigmoid(multiply(x, add(cube, like(x, 2 * root)))));
  }

  /**
   * The nearest integer of a float between ±2^22, ties to even, as an integer that {@code bias} is
   * added to.
   */
  Expr roundedBetween(Expr x, Expr low, Expr high, Expr bias) {
    int base = Float.floatToRawIntBits(ROUNDER);
    // The bits of x + 1.5·2^23 grow with x, whatever x is; so they can be clamped as integers.
    Expr bits = pool.bitsOfFloat(add(x, f(ROUNDER)));
    Expr least = apply(Operation.ADD, low, pool.i32(base));
    Expr most = apply(Operation.ADD, high, pool.i32(base));
    Expr clamped = apply(Operation.MINIMUM, apply(Operation.MAXIMUM, bits, least), most);
    return apply(Operation.ADD, clamped, apply(Operation.SUBTRACT, bias, pool.i32(base)));
  }
}
