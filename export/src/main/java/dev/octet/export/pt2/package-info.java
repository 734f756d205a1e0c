/**
 * The {@code .pt2} archive of {@code torch.export.save}: a zip of one JSON program and its tensors.
 * In: the mapped bytes of a file, in the raw, the pickled or the flat layout, told apart by
 * content. Out: an exported program whose weights are views of the mapping; and back, in the raw
 * layout. {@code .safetensors} files, which hold tensors alone, are read here too. Nothing in a
 * file is trusted: sizes are held to limits, names are only keys, pickles are data.
 */
@NullMarked
package dev.octet.export.pt2;

import org.jspecify.annotations.NullMarked;
