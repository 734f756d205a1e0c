package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.tensor.Shape;
import java.util.Optional;

/**
 * A convolution, linear layer or matrix product with what surrounds it: dequantize of its operands,
 * bias, post-operations, and how the result is stored.
 *
 * @param anchor the product itself; tells strides and the like
 * @param bias a value of floating-point numbers, one for each output channel
 * @param quantization how the result's integers stand for numbers; empty for a floating-point
 *     result
 * @param floatReason why it is not a product of integers; empty if it is
 */
public record Contraction(
    ImmutableList<Node> nodes,
    Node anchor,
    Stored input,
    Weight weight,
    Optional<Value> bias,
    ImmutableList<PostOperation> epilogue,
    Value result,
    Optional<Affine> quantization,
    String floatReason)
    implements Region {

  /** True if integers are multiplied. */
  public boolean isInt8() {
    return input.isQuantized() && weight.isQuantized();
  }

  /** True if a positive factor may be applied before all that happens to the result. */
  public boolean isScalable() {
    return epilogue.stream().map(PostOperation::node).allMatch(Epilogue::scales);
  }

  /** The other summand, if something is added to the product: fusion takes one sum. */
  public Optional<Stored> summand() {
    return epilogue.stream()
        .filter(PostOperation.Sum.class::isInstance)
        .map(operation -> ((PostOperation.Sum) operation).other())
        .findFirst();
  }

  /**
   * True if a bias holds a number for each output channel. That of a product of matrices may also
   * be a column, which a square result has as many numbers for.
   */
  public static boolean isRow(Shape bias, long channels) {
    return bias.elements() == channels && (bias.rank() == 0 || bias.size(-1) == channels);
  }

  @Override
  public ImmutableList<Value> reads() {
    ImmutableList.Builder<Value> reads = ImmutableList.builder();
    reads.add(input.value()).add(weight.value());
    bias.ifPresent(reads::add);
    input.dynamic().ifPresent(affine -> reads.add(affine.scale()).add(affine.zeroPoint()));
    summand().ifPresent(other -> reads.add(other.value()));
    return reads.build();
  }

  @Override
  public ImmutableList<Value> writes() {
    return ImmutableList.of(result);
  }
}
