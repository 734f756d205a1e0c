/**
 * What a plan is made of: buffers, and kernels that read and write them. Every backend makes
 * kernels; running them needs to know none.
 */
@NullMarked
package dev.octet.lowering.kernel;

import org.jspecify.annotations.NullMarked;
