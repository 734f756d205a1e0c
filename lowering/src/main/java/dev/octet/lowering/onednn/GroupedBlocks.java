package dev.octet.lowering.onednn;

import dev.octet.lowering.fuse.Contraction;
import dev.octet.tensor.Shape;

/**
 * A defect of the library: the sums that make up for the zero point of the input are those of
 * another block of output channels if a group has more than one block of them and the weights are
 * packed without blocks of input channels. On matrix tiles that is so for less than 32 input
 * channels in a group, elsewhere for one. Found on oneDNN 3.11 among random convolutions: a half of
 * those of this form were wrong, none of 5,000 others. Inputs without zero point, bfloat16 and
 * registers of 256 bits are right.
 */
final class GroupedBlocks {
  private static final String FAMILY = "brg_conv_fwd:avx";
  private static final String TILES = "amx";
  private static final int CHANNELS_OF_A_TILE = 32;
  private static final int CHANNELS_OF_A_BLOCK = 16;

  private GroupedBlocks() {}

  /**
   * Passes over implementations that are wrong for a convolution.
   *
   * @param packed the weight's sizes, groups first if there are several
   * @param found the library's first choice; its next one afterwards, where that is needed
   * @return false if no implementation is left
   */
  static boolean avoid(PrimitiveDescription found, Contraction product, Shape packed, long groups) {
    if (groups == 1
        || !product.isInt8()
        || !hasZeroPoint(product)
        || packed.size(1) <= CHANNELS_OF_A_BLOCK) {
      return true;
    }
    while (isWrong(found.implementation(), packed.size(2))) {
      if (!found.takeNext()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWrong(String implementation, long inputChannels) {
    return implementation.startsWith(FAMILY)
        && inputChannels < (implementation.contains(TILES) ? CHANNELS_OF_A_TILE : 2);
  }

  private static boolean hasZeroPoint(Contraction product) {
    return product.input().dynamic().isPresent()
        || product.input().affine().map(affine -> affine.zeroPoint() != 0).orElse(false);
  }
}
