/**
 * A captured program: a graph with its weights, and the signature that says what each of its inputs
 * and outputs is. {@code dev.octet.export} reads, traces and writes programs; quantizers and
 * backends take them from here.
 */
@NullMarked
package dev.octet.program;

import org.jspecify.annotations.NullMarked;
