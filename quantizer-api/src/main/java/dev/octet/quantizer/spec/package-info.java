/**
 * What a quantizer asks for, as values: how one tensor is quantized (a {@link
 * dev.octet.quantizer.spec.QuantizationSpecBase}), where (a {@link dev.octet.quantizer.spec.Site}),
 * what is to watch it (an {@link dev.octet.quantizer.spec.ObserverKind}), and the scales and zero
 * points that come of it ({@link dev.octet.quantizer.spec.QParams}). Everything here is immutable,
 * checked when it is made, compares by value and prints. Nothing here runs: package {@code observe}
 * turns a spec into an observer.
 */
@NullMarked
package dev.octet.quantizer.spec;

import org.jspecify.annotations.NullMarked;
