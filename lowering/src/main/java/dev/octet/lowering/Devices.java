package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.device.Device;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.device.OpenCl;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The OpenCL devices of this machine. */
public final class Devices {
  private Devices() {}

  /** All devices that can be used; none where {@link #unavailable} says why. */
  public static ImmutableList<DeviceInfo> list() {
    ImmutableList<Device> devices = Device.all();
    return IntStream.range(0, devices.size())
        .mapToObj(i -> of(i, devices.get(i).description()))
        .collect(ImmutableList.toImmutableList());
  }

  /** What is missing and what to install; empty if there is a device. */
  public static Optional<String> unavailable() {
    return OpenCl.unavailable();
  }

  /**
   * The device that {@link Target#device} takes for a text.
   *
   * @throws dev.octet.tensor.InputException for another text, and where there is no such device; it
   *     says what to install, or which devices there are
   */
  public static DeviceInfo find(String choice) {
    Device device = DeviceChoice.parse(choice).choose();
    return of(Device.all().indexOf(device), device.description());
  }

  static DeviceInfo of(int index, DeviceDescription device) {
    return new DeviceInfo(
        index,
        device.platform(),
        device.name(),
        device.vendor(),
        device.type().name().toLowerCase(Locale.ROOT),
        device.version(),
        device.driver(),
        device.computeUnits(),
        device.globalMemory(),
        device.largestAllocation(),
        device.localMemory(),
        device.sharesHostMemory(),
        device.subGroups(),
        device.subGroupSizes(),
        device.integerDotProduct(),
        device.halves(),
        device.bfloat16Conversions(),
        device.doubles());
  }
}
