package dev.octet.lowering.codegen.opencl;

import java.util.Locale;

/** Text of C programs. */
public final class CText {
  private CText() {}

  /** As {@link String#format}, with the numerals of C wherever the process runs. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more dependency
  public static String of(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
