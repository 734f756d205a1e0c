/**
 * What quantization and compilation made of a model: graph, ranges, errors, kernels, reasons. In: a
 * program, and as much of a prepared model, a comparison and a ledger as there is. Out: a {@link
 * dev.octet.report.Report}, as an HTML page that needs no network and as JSON.
 */
@NullMarked
package dev.octet.report;

import org.jspecify.annotations.NullMarked;
