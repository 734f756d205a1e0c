package dev.octet.cli;

import dev.octet.lowering.Target;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of threads that a target can have. */
final class ThreadNumber implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    try {
      int value = Integer.parseInt(text);
      if (isIn(value)) {
        return value;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new TypeConversionException(
        "'" + text + "' is no number from 1 to " + Target.MOST_THREADS);
  }

  static boolean isIn(int threads) {
    return threads >= 1 && threads <= Target.MOST_THREADS;
  }
}
