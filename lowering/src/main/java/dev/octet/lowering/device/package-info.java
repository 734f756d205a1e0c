/**
 * OpenCL devices: which there are and what they can do, their memory, programs, kernels and queues,
 * by the C functions of the system's OpenCL loader. In: a choice of device, source text, bytes.
 * Out: kernels that run, events with times, and errors by name. What an object holds on the device
 * is freed when the arena that it was made in closes.
 */
@NullMarked
package dev.octet.lowering.device;

import org.jspecify.annotations.NullMarked;
