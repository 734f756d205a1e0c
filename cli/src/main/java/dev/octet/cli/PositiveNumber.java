package dev.octet.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A count of at least 1. */
final class PositiveNumber implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    try {
      int value = Integer.parseInt(text);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new TypeConversionException("'" + text + "' is no number of at least 1");
  }
}
