package dev.octet.lowering.onednn;

import dev.octet.lowering.fuse.Contraction;
import dev.octet.tensor.Shape;

/**
 * Implementations of the library that are wrong for grouped int8 convolutions whose input has a
 * zero point. Found on oneDNN 3.11 among random convolutions, each against the reference evaluator;
 * inputs without zero point, bfloat16 and convolutions without groups are right.
 *
 * <ul>
 *   <li>On registers of 512 bits the sums that make up for the zero point are those of another
 *       block of output channels if a group has more than one block of them and the weights are
 *       packed without blocks of input channels. On matrix tiles that is so for less than 32 input
 *       channels in a group, elsewhere for one. A half of those of this form were wrong, none of
 *       5,000 others.
 *   <li>By general matrix products, which the library takes for very narrow images, convolutions of
 *       one dimension are always wrong.
 * </ul>
 */
final class GroupedZeroPoints {
  private static final String BLOCKED = "brg_conv_fwd:avx";
  private static final String TILES = "amx";
  private static final String BY_PRODUCTS = "x64:gemm_";
  private static final int CHANNELS_OF_A_TILE = 32;
  private static final int CHANNELS_OF_A_BLOCK = 16;

  /** Groups, output and input channels, and one dimension. */
  private static final int RANK_OF_ONE_DIMENSION = 4;

  private GroupedZeroPoints() {}

  /**
   * Passes over implementations that are wrong for a convolution.
   *
   * @param packed the weight's sizes, groups first if there are several
   * @param found the library's first choice; its next one afterwards, where that is needed
   * @return false if no implementation is left
   */
  static boolean avoid(PrimitiveDescription found, Contraction product, Shape packed, long groups) {
    if (groups == 1 || !product.isInt8() || !hasZeroPoint(product)) {
      return true;
    }
    while (isWrong(found.implementation(), packed)) {
      if (!found.takeNext()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWrong(String implementation, Shape packed) {
    if (implementation.startsWith(BY_PRODUCTS)) {
      return packed.rank() == RANK_OF_ONE_DIMENSION;
    }
    return implementation.startsWith(BLOCKED)
        && packed.size(1) > CHANNELS_OF_A_BLOCK
        && packed.size(2) < (implementation.contains(TILES) ? CHANNELS_OF_A_TILE : 2);
  }

  private static boolean hasZeroPoint(Contraction product) {
    return product.input().dynamic().isPresent()
        || product.input().affine().map(affine -> affine.zeroPoint() != 0).orElse(false);
  }
}
