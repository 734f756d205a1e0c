package dev.octet.lowering.opencl.tune;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.opencl.template.LocalTile;
import dev.octet.lowering.opencl.template.RegisterTile;
import dev.octet.lowering.opencl.template.Tiling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a tuner tries, always the same on a device, the usual tiling first. */
public final class Candidates {
  /** For processors with 32, and with 16, vector registers, and for items that have few. */
  private static final ImmutableList<RegisterTile> REGISTERS =
      ImmutableList.of(
          new RegisterTile(6, 16, 4, true),
          new RegisterTile(12, 16, 2, true),
          new RegisterTile(12, 16, 2, false),
          new RegisterTile(8, 16, 3, true),
          new RegisterTile(8, 16, 2, true),
          new RegisterTile(4, 16, 4, true),
          new RegisterTile(6, 8, 2, true),
          new RegisterTile(4, 8, 3, true),
          new RegisterTile(4, 4, 2, false));

  private static final ImmutableList<LocalTile> LOCAL =
      ImmutableList.of(
          new LocalTile(16, 4, 8),
          new LocalTile(16, 4, 16),
          new LocalTile(16, 8, 8),
          new LocalTile(16, 8, 16),
          new LocalTile(8, 8, 8),
          new LocalTile(8, 4, 8),
          new LocalTile(8, 8, 16),
          new LocalTile(16, 2, 8));

  private Candidates() {}

  /** All that a device can run: those of its usual form, then those of the other. */
  public static ImmutableList<Tiling> of(DeviceDescription device) {
    Tiling usual = Tiling.of(device);
    Set<Tiling> candidates = new LinkedHashSet<>(List.of(usual));
    for (boolean local : new boolean[] {usual.inLocalMemory(), !usual.inLocalMemory()}) {
      if (local) {
        LOCAL.stream()
            .filter(tile -> tile.fits(device.maxWorkGroupSize(), device.localMemory()))
            .forEach(tile -> candidates.add(new Tiling(true, usual.registers(), tile)));
      } else {
        REGISTERS.forEach(tile -> candidates.add(new Tiling(false, tile, usual.local())));
      }
    }
    return ImmutableList.copyOf(candidates);
  }
}
