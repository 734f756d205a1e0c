package dev.octet.symbol;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** Builds the less common integer functions in canonical form. */
final class IntCalls {
  private IntCalls() {}

  static SymInt absolute(SymInt value) {
    Interval interval = Interval.of(value);
    if (interval.isNonNegative()) {
      return value;
    }
    return interval.high() <= 0 ? value.negate() : Call.of(IntFunction.ABS, value);
  }

  static SymInt powerByNatural(SymInt base, SymInt exponent) {
    if (exponent instanceof IntConstant number) {
      if (base instanceof IntConstant constant) {
        return SymInt.of(Exact.power(constant.value(), number.value()));
      }
      return base.power(exponentOf(number));
    }
    return Call.of(IntFunction.POW_BY_NATURAL, base, exponent);
  }

  static SymInt shiftLeft(SymInt value, SymInt bits) {
    return bits instanceof IntConstant number
        ? value.multiply(Exact.power(2, number.value()))
        : Call.of(IntFunction.L_SHIFT, value, bits);
  }

  static SymInt shiftRight(SymInt value, SymInt bits) {
    return bits instanceof IntConstant number
        ? value.floorDivide(Exact.power(2, number.value()))
        : Call.of(IntFunction.R_SHIFT, value, bits);
  }

  static SymInt where(SymBool condition, SymInt yes, SymInt no) {
    if (condition instanceof BoolConstant known) {
      return known.value() ? yes : no;
    }
    return yes.equals(no) ? yes : Call.of(IntFunction.WHERE, condition, yes, no);
  }

  /** One of the roundings of a floating-point number to an integer. */
  static SymInt round(IntFunction rounding, SymFloat value) {
    if (value instanceof FloatConstant number) {
      return SymInt.of(Rounding.round(rounding, number.value()));
    }
    if (value instanceof FloatCall call && call.function() == FloatFunction.TO_FLOAT) {
      return (SymInt) call.arguments().getFirst();
    }
    if (value instanceof FloatCall call && call.function() == FloatFunction.INT_TRUE_DIV) {
      SymInt dividend = (SymInt) call.arguments().get(0);
      SymInt divisor = (SymInt) call.arguments().get(1);
      if (rounding == IntFunction.FLOOR_TO_INT) {
        return dividend.floorDivide(divisor);
      }
      if (rounding == IntFunction.CEIL_TO_INT) {
        return dividend.ceilDivide(divisor);
      }
    }
    return Call.of(rounding, value);
  }

  /** 1 if a tensor of these sizes and strides fills a block of memory once, else 0. */
  static SymInt denseIndicator(List<SymInt> sizesAndStrides) {
    if (sizesAndStrides.stream().allMatch(SymInt::isConstant)) {
      return SymInt.of(
          Density.indicator(sizesAndStrides.stream().mapToLong(SymInt::constant).toArray()));
    }
    return new Call(
        IntFunction.IS_NON_OVERLAPPING_AND_DENSE_INDICATOR, ImmutableList.copyOf(sizesAndStrides));
  }

  private static int exponentOf(IntConstant number) {
    if (number.value() < 0 || number.value() > Integer.MAX_VALUE) {
      throw new SymbolException(
          "the exponent " + number.value() + " is outside 0.." + Integer.MAX_VALUE);
    }
    return (int) number.value();
  }
}
