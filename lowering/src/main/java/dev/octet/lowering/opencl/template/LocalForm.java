package dev.octet.lowering.opencl.template;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.tensor.DType;

/** Tiles of both operands in local memory, sums in the registers of each item. */
final class LocalForm implements Form {
  private final Contraction product;
  private final Geometry geometry;
  private final LocalTile tile;
  private final Numbers numbers;

  LocalForm(Contraction product, Geometry geometry, LocalTile tile) {
    this.product = product;
    this.geometry = geometry;
    this.tile = tile;
    this.numbers = Numbers.of(product.input().dtype());
  }

  @Override
  public String implementation() {
    return numbers.isInteger() ? "tiles in local memory, dot products" : "tiles in local memory";
  }

  /** Words of a weight for one channel, filled up to whole tiles. */
  private int paddedWords() {
    int words = Math.ceilDiv(geometry.depth(), LocalSource.perWord(numbers.isInteger()));
    return Math.ceilDiv(geometry.taps() * words, tile.depth()) * tile.depth();
  }

  private int blocks() {
    return Math.ceilDiv(geometry.channels(), tile.span());
  }

  @Override
  public void parameters(Signature signature, Constants constants) {
    WeightReader reader = new WeightReader(product, geometry);
    boolean integers = numbers.isInteger();
    signature.constant(
        integers ? "uint" : "float",
        "weights",
        constants.packed(
            product.weight().tensor().orElseThrow(),
            "tiles of " + tile.span() + " in words",
            integers ? DType.INT32 : DType.FLOAT32,
            (long) geometry.groups() * blocks() * paddedWords() * tile.span(),
            arena ->
                WeightPacking.words(
                    reader, geometry, tile.span(), paddedWords(), integers, arena)));
    signature.number("padded_words", paddedWords());
    if (integers) {
      signature.constant(
          "int", "weight_sums", constants.ints(WeightPacking.sums(reader, geometry)));
    }
  }

  @Override
  public String source(Signature signature, Result result) {
    return new LocalSource(product.label(), geometry, tile, numbers, numbers.isInteger())
        .write(signature, result);
  }

  @Override
  public ImmutableLongArray global() {
    return ImmutableLongArray.of(
        (long) blocks() * tile.items(),
        Math.ceilDiv(geometry.positions(), tile.span()) * tile.items(),
        geometry.groups());
  }

  @Override
  public ImmutableLongArray local() {
    return ImmutableLongArray.of(tile.items(), tile.items(), 1);
  }
}
