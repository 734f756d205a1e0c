/**
 * Kernels of the oneDNN library: its C functions called from Java, and the primitives that run
 * fused regions, on this processor or on an Intel GPU. In: regions and buffers. Out: kernels with
 * packed weights, or the reason why the library has none.
 */
@NullMarked
package dev.octet.lowering.onednn;

import org.jspecify.annotations.NullMarked;
