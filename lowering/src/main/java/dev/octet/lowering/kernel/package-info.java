/**
 * What a plan is made of: buffers, and kernels that read and write them. In: sizes and work, from
 * backends. Out: what {@code plan} puts in order and runs, knowing none of the backends.
 */
@NullMarked
package dev.octet.lowering.kernel;

import org.jspecify.annotations.NullMarked;
