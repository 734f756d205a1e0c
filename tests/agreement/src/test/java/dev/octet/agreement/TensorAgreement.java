package dev.octet.agreement;

import dev.octet.tensor.Tensor;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Compares a computed tensor with a recorded one. */
final class TensorAgreement {
  private TensorAgreement() {}

  /**
   * What is wrong with a tensor; empty if nothing is. Without a tolerance the bits have to be
   * equal, but any NaN equals any other. With a tolerance t the difference may be up to t · max(1,
   * |expected|); integers and infinities still have to be equal.
   */
  static Optional<String> difference(
      Tensor actual, CaseValues.RecordedTensor expected, OptionalDouble tolerance) {
    if (actual.dtype() != expected.dtype() || !actual.shape().equals(expected.shape())) {
      return Optional.of(
          String.format(
              Locale.ROOT, "found %s, expected %s%s", actual, expected.dtype(), expected.shape()));
    }
    if (expected.elements().isEmpty()) {
      return Optional.empty();
    }
    Tensor values = expected.elements().get();
    for (long i = 0; i < actual.elements(); i++) {
      if (!agrees(actual, values, i, tolerance)) {
        String found =
            actual.dtype().isFloatingPoint()
                ? Double.toString(actual.getDouble(i))
                : Long.toString(actual.getLong(i));
        String wanted =
            actual.dtype().isFloatingPoint()
                ? Double.toString(values.getDouble(i))
                : Long.toString(values.getLong(i));
        return Optional.of(
            String.format(
                Locale.ROOT,
                "element %d of %s is %s, expected %s%s",
                i,
                actual,
                found,
                wanted,
                describe(tolerance)));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with a number; empty if nothing is. */
  static Optional<String> difference(Object actual, Object expected, OptionalDouble tolerance) {
    boolean equal =
        (actual instanceof Double a && expected instanceof Double b)
            ? agrees(a, b, tolerance)
            : actual.equals(expected);
    return equal
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT, "found %s, expected %s%s", actual, expected, describe(tolerance)));
  }

  private static boolean agrees(
      Tensor actual, Tensor expected, long index, OptionalDouble tolerance) {
    return actual.dtype().isFloatingPoint()
        ? agrees(actual.getDouble(index), expected.getDouble(index), tolerance)
        : actual.getLong(index) == expected.getLong(index);
  }

  private static boolean agrees(double actual, double expected, OptionalDouble tolerance) {
    if (Double.compare(actual, expected)
        == 0) { // tells the zeros apart, and not one NaN from another
      return true;
    }
    return tolerance.isPresent()
        && (actual == expected
            || Math.abs(actual - expected)
                <= tolerance.getAsDouble() * Math.max(1, Math.abs(expected)))
        && Double.isFinite(expected);
  }

  private static String describe(OptionalDouble tolerance) {
    return tolerance.isPresent() ? " within " + tolerance.getAsDouble() : " exactly";
  }
}
