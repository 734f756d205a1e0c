/**
 * ONNX files of quantized programs, for peers to run. In: a program with quantize and dequantize of
 * fixed sizes. Out: the bytes of a model with QuantizeLinear and DequantizeLinear.
 */
@NullMarked
package dev.octet.benchmarks.onnx;

import org.jspecify.annotations.NullMarked;
