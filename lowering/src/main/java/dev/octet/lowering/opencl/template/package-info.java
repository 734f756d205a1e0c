/**
 * Convolutions, matrix products and max-pooling in OpenCL C, written by hand with gaps that are
 * filled in. In: a product with its epilogue, or a pool, and what the device can do. Out: the text
 * of one kernel, the weights as it reads them, and its arguments.
 *
 * <p>Products have two forms: one keeps a tile of sums in the registers of each work item, vectors
 * of output channels, for devices whose items are threads of a processor; the other brings tiles of
 * both operands to local memory first, four bytes to a word, for devices of many small items.
 */
@NullMarked
package dev.octet.lowering.opencl.template;

import org.jspecify.annotations.NullMarked;
