package dev.octet.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.lowering.Devices;

/** What a test cannot do without: where that is missing, the test is skipped and says why. */
final class Requires {
  private Requires() {}

  static void device() {
    Devices.unavailable().ifPresent(reason -> assumeTrue(false, reason));
  }
}
