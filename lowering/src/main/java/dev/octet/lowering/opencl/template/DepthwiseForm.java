package dev.octet.lowering.opencl.template;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.tensor.DType;

/** Each channel by itself, vectors of channels in the registers of each item. */
final class DepthwiseForm implements Form {
  /** Of an activation without its zero point, and a weight. */
  private static final long LARGEST_PRODUCT = 255 * 128;

  /** Positions of one item. */
  private static final int ROWS = 8;

  private final Contraction product;
  private final Geometry geometry;
  private final int lanes;
  private final Numbers numbers;

  DepthwiseForm(Contraction product, Geometry geometry) {
    this.product = product;
    this.geometry = geometry;
    this.lanes = DepthwiseSource.lanes(geometry);
    this.numbers = Numbers.of(product.input().dtype());
  }

  /** True if it can: sums are exact in floats. */
  static boolean takes(Geometry geometry, boolean integers) {
    return geometry.isDepthwise()
        && (!integers || geometry.taps() * LARGEST_PRODUCT <= Numbers.EXACT);
  }

  @Override
  public String implementation() {
    return numbers.isInteger() ? "depthwise, exact sums in floats" : "depthwise";
  }

  @Override
  public void parameters(Signature signature, Constants constants) {
    signature.constant(
        "float",
        "weights",
        constants.packed(
            product.weight().tensor().orElseThrow(),
            "depthwise",
            DType.FLOAT32,
            (long) geometry.taps() * geometry.groups(),
            arena ->
                WeightPacking.depthwise(new WeightReader(product, geometry), geometry, arena)));
  }

  @Override
  public String source(Signature signature, Result result) {
    return new DepthwiseSource(product.label(), geometry, ROWS, lanes, numbers)
        .write(signature, result);
  }

  @Override
  public ImmutableLongArray global() {
    return ImmutableLongArray.of(
        Math.ceilDiv(geometry.positions(), ROWS), geometry.groups() / lanes, 1);
  }

  @Override
  public ImmutableLongArray local() {
    return ImmutableLongArray.of(1, 1, 1);
  }
}
