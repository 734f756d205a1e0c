package dev.octet.cli;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.DeviceInfo;

/** A device as tests of tables want it, which this machine need not have. */
final class SampleDevice {
  static final DeviceInfo INTEL =
      new DeviceInfo(
          1,
          "Intel(R) OpenCL Graphics",
          "Intel(R) Arc(TM) A770",
          "Intel(R) Corporation",
          "gpu",
          "OpenCL 3.0 NEO",
          "24.35",
          512,
          16L << 30,
          4L << 30,
          64L << 10,
          false,
          true,
          ImmutableList.of(8, 16, 32),
          true,
          true,
          true,
          false);

  private SampleDevice() {}
}
