/**
 * Well-known networks with the structure and the parameter names of torchvision and transformers.
 * In: a name, perhaps a seed. Out: a {@link dev.octet.nn.Module} that takes a state dictionary of
 * its Python twin, and example inputs for it.
 */
@NullMarked
package dev.octet.nn.models;

import org.jspecify.annotations.NullMarked;
