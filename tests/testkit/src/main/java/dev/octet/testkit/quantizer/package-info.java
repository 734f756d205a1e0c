/**
 * A conformance kit for quantizers: what every plugin can run on itself in one test. In: a supplier
 * of quantizers. Out: a report for each of the golden models, or an error that names every model,
 * step and node where the quantizer breaks its contract.
 */
@NullMarked
package dev.octet.testkit.quantizer;

import org.jspecify.annotations.NullMarked;
