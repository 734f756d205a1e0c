package dev.octet.lowering.device;

import com.google.common.collect.ImmutableList;
import java.lang.foreign.MemorySegment;

/** A device of this machine; there is one object for each in a process. Safe for use by threads. */
public final class Device {
  private final MemorySegment platform;
  private final MemorySegment handle;
  private final DeviceDescription description;

  Device(MemorySegment platform, MemorySegment handle, DeviceDescription description) {
    this.platform = platform;
    this.handle = handle;
    this.description = description;
  }

  /**
   * All devices, in the order of their platforms, which is that of their indices. Empty where there
   * is none: {@link OpenCl#unavailable} says why.
   */
  public static ImmutableList<Device> all() {
    return OpenCl.devices();
  }

  /** What the device is and can do. */
  public DeviceDescription description() {
    return description;
  }

  MemorySegment platform() {
    return platform;
  }

  /** The driver's {@code cl_device_id}, for other libraries that use OpenCL. */
  public MemorySegment handle() {
    return handle;
  }

  @Override
  public String toString() {
    return description.name();
  }
}
