package dev.octet.lowering.opencl.template;

import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.device.DeviceType;

/**
 * How products are divided among the items of a device.
 *
 * @param inLocalMemory whether tiles are brought to local memory
 */
public record Tiling(boolean inLocalMemory, RegisterTile registers, LocalTile local) {
  /** What suits most devices of a kind. */
  public static Tiling of(DeviceDescription device) {
    return new Tiling(
        device.type() != DeviceType.CPU,
        RegisterTile.DEFAULT,
        LocalTile.DEFAULT.fittedTo(device.maxWorkGroupSize(), device.localMemory()));
  }

  /** For people. */
  public String describe() {
    return inLocalMemory
        ? "local memory, %1$d x %1$d items of %2$d x %2$d, %3$d words deep"
            .formatted(local.items(), local.each(), local.depth())
        : "registers, %d rows of %d x %d channels, %s weights"
            .formatted(
                registers.rows(),
                registers.vectors(),
                registers.lanes(),
                registers.wide() ? "wide" : "narrow");
  }
}
