package dev.octet.lowering.fuse;

import dev.octet.graph.Value;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.Optional;

/**
 * The second operand of a contraction.
 *
 * @param value what is stored: a constant, or a value of the run
 * @param tensor the constant's tensor
 * @param affine one scale and zero point for all of it; that of a constant is 0
 * @param channelScales one scale for each output channel, f32; zero points are 0
 */
public record Weight(
    Value value, Optional<Tensor> tensor, Optional<Affine> affine, Optional<Tensor> channelScales) {

  /** The type in which it is stored. */
  public DType dtype() {
    return value.tensorType().dtype();
  }

  /** True if integers are multiplied. */
  public boolean isQuantized() {
    return affine.isPresent() || channelScales.isPresent();
  }
}
