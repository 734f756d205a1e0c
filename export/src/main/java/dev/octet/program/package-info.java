/**
 * A captured program. In: a graph, its weights, and the signature that says what each of its inputs
 * and outputs is; {@code dev.octet.export} reads, traces and writes them. Out: an {@link
 * dev.octet.program.ExportedProgram}, which quantizers and backends take, and its dump.
 */
@NullMarked
package dev.octet.program;

import org.jspecify.annotations.NullMarked;
