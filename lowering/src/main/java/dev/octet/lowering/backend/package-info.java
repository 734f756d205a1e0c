/**
 * What a backend is: it turns regions into kernels, or says why it cannot. In: regions. Out:
 * kernels, by way of an {@code Emitter} that knows where values lie.
 */
@NullMarked
package dev.octet.lowering.backend;

import org.jspecify.annotations.NullMarked;
