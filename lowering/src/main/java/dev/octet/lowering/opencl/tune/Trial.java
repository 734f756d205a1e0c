package dev.octet.lowering.opencl.tune;

import dev.octet.lowering.opencl.template.Tiling;

/**
 * A tiling that was measured.
 *
 * @param relative its times over those of the usual tiling, the geometric mean over all products;
 *     infinite if the device does not take it
 */
public record Trial(Tiling tiling, double relative) {}
