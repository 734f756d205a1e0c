package dev.octet.lowering.device;

import java.util.Locale;

/** Sizes as people read them. */
final class ByteText {
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

  private ByteText() {}

  /** {@code 3.00 GiB}. */
  static String of(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.2f %s", value, UNITS[unit]);
  }
}
