package dev.octet.lowering.device;

import java.util.Locale;

/** What the description of a device tells about buffers before its driver is asked. */
final class BufferLimits {
  private BufferLimits() {}

  static void checkSize(DeviceDescription device, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a buffer of " + bytes + " bytes");
    }
    if (device.largestAllocation() > 0 && bytes > device.largestAllocation()) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "a buffer of %s is too large for %s, which takes at most %s in one buffer; use a"
                  + " smaller batch, smaller inputs, or another device",
              size(bytes),
              device.name(),
              size(device.largestAllocation())));
    }
  }

  static void checkTotal(DeviceDescription device, long bytes, long held) {
    if (device.globalMemory() > 0 && bytes > device.globalMemory() - held) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "a buffer of %s is too large for the memory of %s: it has %s, of which buffers of"
                  + " Octet hold %s; close other models, or use a smaller batch or another device",
              size(bytes),
              device.name(),
              size(device.globalMemory()),
              ByteText.of(held)));
    }
  }

  /** {@code 3.00 GiB (3221225472 bytes)}. */
  static String size(long bytes) {
    return bytes < 1024 ? ByteText.of(bytes) : ByteText.of(bytes) + " (" + bytes + " bytes)";
  }
}
