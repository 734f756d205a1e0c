/**
 * Steps of a plan that run on an OpenCL device. In: programs with their arguments, buffers of a
 * plan. Out: kernels of a plan, which queue their work in the order of the run, and those that
 * carry bytes between the device and this process.
 */
@NullMarked
package dev.octet.lowering.opencl.step;

import org.jspecify.annotations.NullMarked;
