/**
 * The quantizer for x86 CPUs. In: rules of the user. Out: annotations that oneDNN's int8 kernels
 * can compute; the recipe is that of PyTorch's X86InductorQuantizer.
 */
@NullMarked
package dev.octet.quantizer.x86;

import org.jspecify.annotations.NullMarked;
