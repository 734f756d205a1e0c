package dev.octet.lowering.onednn;

import dev.octet.lowering.fuse.Contraction;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;

/**
 * Convolutions for which implementations of the library are wrong. Found on oneDNN 3.11 among
 * random convolutions, each against the reference evaluator.
 *
 * <ul>
 *   <li>On registers of 512 bits, in groups, of integers with a zero point: the sums that make up
 *       for the zero point are those of another block of output channels if a group has more than
 *       one block of them and the weights are packed without blocks of input channels. On matrix
 *       tiles that is so for less than 32 input channels in a group, elsewhere for one. A half of
 *       those of this form were wrong, none of 5,000 others.
 *   <li>By general matrix products, which the library takes for very narrow images, convolutions in
 *       groups, of one dimension, of integers with a zero point, are always wrong.
 *   <li>On matrix tiles, and of integers or bfloat16 on registers of 512 bits, where windows lie
 *       beyond the image altogether, and of three dimensions where as much is added to the image as
 *       it is long: they read and write beyond the ends of their memory, which may end the process.
 *   <li>On matrix tiles, where images are padded, the stride is more than one row, and no row is
 *       reached by two windows one below the other: it depends on the pace of two threads whether
 *       the result is right.
 *   <li>On registers of 256 bits, of one dimension, of integers with a zero point, where as much is
 *       added to the image as it is long: one of a hundred is wrong.
 * </ul>
 */
final class WrongConvolutions {
  private static final String BLOCKED = "brg_conv_fwd:avx";
  private static final String TILES = "amx";
  private static final String BY_PRODUCTS = "x64:gemm_";
  private static final String OF_256_BITS = "jit_uni_int8";
  private static final int CHANNELS_OF_A_TILE = 32;
  private static final int CHANNELS_OF_A_BLOCK = 16;

  private final Contraction product;
  private final ConvolutionWindow window;
  private final Shape kernel;
  private final boolean zeroPoint;

  /** For a convolution whose weight is constant. */
  WrongConvolutions(Contraction product, ConvolutionWindow window) {
    this.product = product;
    this.window = window;
    this.kernel = product.weight().tensor().orElseThrow().shape();
    this.zeroPoint = product.isInt8() && hasZeroPoint(product);
  }

  private static boolean hasZeroPoint(Contraction product) {
    return product.input().dynamic().isPresent()
        || product.input().affine().map(affine -> affine.zeroPoint() != 0).orElse(false);
  }

  /**
   * Passes over implementations that are wrong.
   *
   * @param found the library's first choice; its next one afterwards, where that is needed
   * @return false if no implementation is left
   */
  boolean avoid(PrimitiveDescription found) {
    while (isWrong(found.implementation())) {
      if (!found.takeNext()) {
        return false;
      }
    }
    return true;
  }

  private boolean isWrong(String implementation) {
    boolean grouped = window.groups() > 1;
    boolean tiles = implementation.contains(TILES);
    if (implementation.startsWith(BY_PRODUCTS)) {
      return grouped && zeroPoint && window.dimensions() == 1;
    }
    if (implementation.startsWith(OF_256_BITS)) {
      return zeroPoint && window.dimensions() == 1 && window.addsAsMuchAs(image(), kernel);
    }
    boolean blocked = implementation.contains(BLOCKED); // transposed, inside of another one
    return (blocked && grouped && zeroPoint && takesAnotherBlock(tiles))
        || ((blocked || (tiles && !window.transposed())) && !isOfFloats() && leavesImage())
        || (blocked && tiles && !window.transposed() && window.padsAndSharesNoRows(kernel));
  }

  private Shape image() {
    return product.input().value().tensorType().shape();
  }

  private boolean isOfFloats() {
    return product.input().value().tensorType().dtype() == DType.FLOAT32;
  }

  private boolean takesAnotherBlock(boolean tiles) {
    long channels = kernel.size(0) / window.groups();
    return channels > CHANNELS_OF_A_BLOCK && kernel.size(1) < (tiles ? CHANNELS_OF_A_TILE : 2);
  }

  private boolean leavesImage() {
    return window.readsNothing(image(), product.result().tensorType().shape(), kernel)
        || (window.dimensions() == 3 && window.addsAsMuchAs(image(), kernel));
  }
}
