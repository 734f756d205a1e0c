/**
 * What quantization did: for every node its decision, types, scales and weight error, and the
 * totals. In: the program before, with observers, and after. Out: a {@link
 * dev.octet.quantizer.report.QuantizationReport}, as JSON, Markdown or lines.
 */
@NullMarked
package dev.octet.quantizer.report;

import org.jspecify.annotations.NullMarked;
