package dev.octet.lowering.device;

import dev.octet.tensor.InputException;
import java.util.stream.Collectors;

/**
 * Something that a device or its driver did not do. The message says what failed and on which
 * device, the error by its name in OpenCL, and what to do.
 */
public final class DeviceException extends InputException {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN_LINES = 20;
  private static final int SHOWN_LOG = 8000;

  private final int code;

  /** For an error that is known before the driver is asked. */
  DeviceException(String message) {
    this(message, Cl.SUCCESS);
  }

  private DeviceException(String message, int code) {
    super(message);
    this.code = code;
  }

  /**
   * For an error that a function of OpenCL gave.
   *
   * @param what what was being done, where and with what: {@code "a buffer of 8 bytes on X"}
   */
  public static DeviceException of(String what, int code) {
    return new DeviceException(message(what, code), code);
  }

  /** The same for a program, with what the compiler wrote and the first lines that it read. */
  static DeviceException ofBuild(String what, int code, String log, String source) {
    String shown = log.length() <= SHOWN_LOG ? log : log.substring(0, SHOWN_LOG) + " …";
    long lines = source.lines().count();
    String end = System.lineSeparator();
    return new DeviceException(
        message(what, code)
            + end
            + (shown.isBlank()
                ? "the compiler's log is empty"
                : "the compiler's log:" + end + shown)
            + end
            + (lines > SHOWN_LINES
                ? "the first " + SHOWN_LINES + " of " + lines + " lines of the source:"
                : "the source:")
            + end
            + source.lines().limit(SHOWN_LINES).collect(Collectors.joining(end)),
        code);
  }

  /** Requires success. */
  static void check(String what, int code) {
    if (code != Cl.SUCCESS) {
      throw of(what, code);
    }
  }

  private static String message(String what, int code) {
    return what + " failed: " + ClError.describe(code) + "; " + ClError.advice(code);
  }

  /** The code of OpenCL; 0 if the driver was not asked. */
  public int code() {
    return code;
  }

  /** Whether the device is gone: what lies on it is of no use any more. */
  public boolean deviceLost() {
    return ClError.lost(code);
  }
}
