package dev.octet.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number for a symbolic size, {@code s0=8}.
 *
 * @param symbol of the program
 * @param size at least 0
 */
record SymbolSize(String symbol, long size) {
  /** Reads one. */
  static final class Converter implements ITypeConverter<SymbolSize> {
    @Override
    public SymbolSize convert(String text) {
      int equals = text.indexOf('=');
      try {
        long size = Long.parseLong(text.substring(equals + 1));
        if (equals > 0 && size >= 0) {
          return new SymbolSize(text.substring(0, equals), size);
        }
      } catch (NumberFormatException _) {
        // said below
      }
      throw new TypeConversionException(
          "'" + text + "' is no symbol with a number of at least 0, such as s0=8");
    }
  }
}
