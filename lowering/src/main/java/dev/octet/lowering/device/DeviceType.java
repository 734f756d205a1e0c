package dev.octet.lowering.device;

/** The kinds of devices, as OpenCL tells them apart. */
public enum DeviceType {
  CPU(1L << 1),
  GPU(1L << 2),
  ACCELERATOR(1L << 3),
  OTHER(0);

  private final long bit;

  DeviceType(long bit) {
    this.bit = bit;
  }

  /** The kind that a set of {@code CL_DEVICE_TYPE} bits names. */
  static DeviceType of(long bits) {
    for (DeviceType type : values()) {
      if ((bits & type.bit) != 0) {
        return type;
      }
    }
    return OTHER;
  }
}
