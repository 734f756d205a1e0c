package dev.octet.lowering.onednn;

import dev.octet.tensor.InternalException;
import java.util.List;

/** The statuses that functions of oneDNN return. */
final class Status {
  static final int SUCCESS = 0;
  static final int INVALID_ARGUMENTS = 2;
  static final int UNIMPLEMENTED = 3;
  static final int LAST_IMPLEMENTATION_REACHED = 4;
  private static final List<String> NAMES =
      List.of(
          "success",
          "out of memory",
          "invalid arguments",
          "unimplemented",
          "last implementation reached",
          "runtime error",
          "not required",
          "invalid graph",
          "invalid graph op",
          "invalid shape",
          "invalid data type");

  private Status() {}

  static String name(int status) {
    return status >= 0 && status < NAMES.size() ? NAMES.get(status) : "status " + status;
  }

  /** Requires success. */
  static void check(String what, int status) {
    if (status != SUCCESS) {
      throw new InternalException("oneDNN: " + what + " failed: " + name(status));
    }
  }
}
