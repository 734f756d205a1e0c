/**
 * The flow in three steps, each a type: {@link dev.octet.quantizer.Quantization#prepare} gives a
 * {@link dev.octet.quantizer.PreparedModel}, batches are run through it, and its {@code convert}
 * gives a {@link dev.octet.quantizer.QuantizedModel}. The packages below do the work.
 */
@NullMarked
package dev.octet.quantizer;

import org.jspecify.annotations.NullMarked;
