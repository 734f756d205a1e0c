/**
 * Quantizers by name: what a jar on the path announces, its presets, and how its quantizer is made
 * from a preset or from rules. In: a name such as {@code x86}. Out: a {@link
 * dev.octet.quantizer.annotate.Quantizer}. A plugin implements {@link
 * dev.octet.quantizer.provider.QuantizerProvider} and announces it as a Java service.
 */
@NullMarked
package dev.octet.quantizer.provider;

import org.jspecify.annotations.NullMarked;
