/**
 * From a calibrated program to a quantized one. In: a {@link
 * dev.octet.quantizer.prepare.PreparedProgram} whose observers have seen their tensors. Out: an
 * exported program with a pair of quantize and dequantize in the place of each observer, one
 * dequantize for each annotated reader, integer weights, and no float weight that nobody reads.
 */
@NullMarked
package dev.octet.quantizer.convert;

import org.jspecify.annotations.NullMarked;
