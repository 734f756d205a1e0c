package dev.octet.lowering;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.lowering.onednn.OneDnn;

/** What a test cannot do without: where that is missing, the test is skipped and says why. */
public final class Requires {
  private Requires() {}

  public static void device() {
    Devices.unavailable().ifPresent(reason -> assumeTrue(false, reason));
  }

  public static void oneDnn() {
    OneDnn.unavailable().ifPresent(reason -> assumeTrue(false, reason));
  }
}
