/**
 * Finds how products are best divided on a device, and keeps it. In: a device, and what measures a
 * tiling. Out: the best of some candidates, in a small file for each device and driver in the
 * user's cache, from which programs are compiled.
 */
@NullMarked
package dev.octet.lowering.opencl.tune;

import org.jspecify.annotations.NullMarked;
