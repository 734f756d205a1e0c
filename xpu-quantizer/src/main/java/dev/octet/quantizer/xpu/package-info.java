/**
 * The quantizer for Intel GPUs. In: rules of the user. Out: annotations that the OpenCL kernels can
 * compute; the recipe is that of PyTorch's XPUInductorQuantizer.
 */
@NullMarked
package dev.octet.quantizer.xpu;

import org.jspecify.annotations.NullMarked;
