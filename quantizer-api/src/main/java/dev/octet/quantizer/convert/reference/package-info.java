/**
 * From a program with quantize and dequantize operators to one that spells out what they mean. In:
 * what convert gives. Out: the same program, in which convolutions, linear layers, additions and
 * maximum pools of quantized tensors are computed in integers, and the quantize and dequantize
 * operators that remain are elementary operators.
 */
@NullMarked
package dev.octet.quantizer.convert.reference;

import org.jspecify.annotations.NullMarked;
