/**
 * Where a quantized program loses accuracy. In: a float program, what quantization made of it, and
 * samples. Out: for every node that both graphs have, how far its values are off when the whole
 * graph is quantized, and when this node alone is. Both graphs, and each quantized node reading
 * float values, are run as one program, so that only sums are kept.
 */
@NullMarked
package dev.octet.quantizer.compare;

import org.jspecify.annotations.NullMarked;
