package dev.octet.lowering.opencl.template;

import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.device.DeviceType;
import java.util.Locale;

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
        ? String.format(
            Locale.ROOT,
            "local memory, %1$d x %1$d items of %2$d x %2$d, %3$d words deep",
            local.items(),
            local.each(),
            local.depth())
        : String.format(
            Locale.ROOT,
            "registers, %d rows of %d x %d channels, %s weights",
            registers.rows(),
            registers.vectors(),
            registers.lanes(),
            registers.wide() ? "wide" : "narrow");
  }
}
