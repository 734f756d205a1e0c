/**
 * The backend of OpenCL devices. In: regions. Out: kernels of generated and of hand-made OpenCL C,
 * copies between layouts, and transfers to and from this process.
 */
@NullMarked
package dev.octet.lowering.opencl;

import org.jspecify.annotations.NullMarked;
