package dev.octet.lowering.opencl.tune;

import com.google.common.primitives.ImmutableDoubleArray;
import dev.octet.lowering.opencl.template.Tiling;

/** Measures products. */
public interface ProductTimer {
  /**
   * How long each of some products takes, always the same products in the same order.
   *
   * @return times of any unit, above 0
   * @throws dev.octet.lowering.device.DeviceException if the device does not take the tiling
   */
  ImmutableDoubleArray measure(Tiling tiling);
}
