package dev.octet.lowering.opencl.template;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.tensor.DType;

/** Sums in the registers of each item. */
final class RegisterForm implements Form {
  private final Contraction product;
  private final Geometry geometry;
  private final RegisterTile tile;
  private final Numbers numbers;
  private final long largestProduct;

  /**
   * A form.
   *
   * @param largestProduct of two integers, by its amount; 0 for floating point
   */
  RegisterForm(Contraction product, Geometry geometry, RegisterTile tile, long largestProduct) {
    this.product = product;
    this.geometry = geometry;
    this.tile =
        tile.narrowedTo(geometry.channels()).cachedFor((long) geometry.taps() * geometry.depth());
    this.numbers = Numbers.of(product.input().dtype());
    this.largestProduct = largestProduct;
  }

  @Override
  public String implementation() {
    return numbers.isInteger() ? "tile in registers, exact sums in floats" : "tile in registers";
  }

  /** Sums of integers that might not be exact are put into integers on the way. */
  private boolean totals() {
    return (long) geometry.taps() * geometry.depth() * largestProduct > Numbers.EXACT;
  }

  private boolean bytes() {
    return numbers.isInteger() && !tile.wide();
  }

  @Override
  public void parameters(Signature signature, Constants constants) {
    signature.constant(
        bytes() ? "char" : "float",
        "weights",
        constants.packed(
            product.weight().tensor().orElseThrow(),
            "blocks of " + tile.channels() + (bytes() ? " bytes" : " floats"),
            bytes() ? DType.INT8 : DType.FLOAT32,
            WeightPacking.count(geometry, tile.channels()),
            arena ->
                WeightPacking.blocks(
                    new WeightReader(product, geometry),
                    geometry,
                    tile.channels(),
                    bytes(),
                    arena)));
    if (numbers.isInteger()) {
      signature.constant(
          "int",
          "weight_sums",
          constants.ints(WeightPacking.sums(new WeightReader(product, geometry), geometry)));
    }
    if (totals()) {
      signature.number("limit", (int) (Numbers.EXACT / largestProduct));
    }
  }

  @Override
  public String source(Signature signature, Result result) {
    return new RegisterSource(product.label(), geometry, tile, numbers, totals())
        .write(signature, result);
  }

  @Override
  public ImmutableLongArray global() {
    return ImmutableLongArray.of(
        Math.ceilDiv(geometry.positions(), tile.rows()),
        Math.ceilDiv(geometry.channels(), tile.channels()),
        geometry.groups());
  }

  @Override
  public ImmutableLongArray local() {
    return ImmutableLongArray.of(1, 1, 1);
  }
}
