package dev.octet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Measured numbers in JSON: six significant digits, which is more than a float32 range is good for
 * and keeps pages small; numbers that JSON lacks are the strings inf, -inf and nan.
 */
final class Numbers {
  private static final MathContext DIGITS = new MathContext(6);

  private Numbers() {}

  static void put(ObjectNode into, String name, double number) {
    if (Double.isFinite(number)) {
      into.put(name, rounded(number));
    } else {
      into.put(name, text(number));
    }
  }

  static void put(ObjectNode into, String name, OptionalDouble number) {
    if (number.isPresent()) {
      put(into, name, number.getAsDouble());
    }
  }

  static void put(ArrayNode into, List<Double> numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        into.add(text(number));
      } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
        into.add((long) number); // counts, mostly: 12 rather than 12.0
      } else {
        into.add(rounded(number));
      }
    }
  }

  private static String text(double number) {
    return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
  }

  private static double rounded(double number) {
    return new BigDecimal(number).round(DIGITS).doubleValue();
  }
}
