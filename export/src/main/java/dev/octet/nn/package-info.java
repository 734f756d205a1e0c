/**
 * Networks written in Java, under PyTorch's names. In: a {@link dev.octet.nn.Module} made of
 * layers, tensors, and perhaps a state read from a file. Out: results computed at once, or a
 * captured program that equals what {@code torch.export} gives for the same network.
 */
@NullMarked
package dev.octet.nn;

import org.jspecify.annotations.NullMarked;
