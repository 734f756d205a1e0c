/**
 * The backend of OpenCL devices. In: regions. Out: kernels of generated OpenCL C and of that of
 * {@code template} and {@code lookup}, copies between layouts, and transfers to and from this
 * process.
 */
@NullMarked
package dev.octet.lowering.opencl;

import org.jspecify.annotations.NullMarked;
