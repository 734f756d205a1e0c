/**
 * Tensors in native memory: element types, shapes, storage owned by an arena, conversions with the
 * rounding of the target format, and the NumPy file formats. Bytes flow in from files and callers;
 * kernels read them without a copy. Nothing here knows of graphs.
 */
@NullMarked
package dev.octet.tensor;

import org.jspecify.annotations.NullMarked;
