package dev.octet.lowering;

import dev.octet.lowering.fuse.Contraction;
import dev.octet.op.Convolution;
import dev.octet.op.TransposedConvolution;
import dev.octet.tensor.Shape;

/** Counts the multiplications of a product, each with its addition. */
final class MultiplyAdds {
  private MultiplyAdds() {}

  static long of(Contraction product) {
    Shape input = product.input().value().tensorType().shape();
    Shape result = product.result().tensorType().shape();
    Shape weight = product.weight().value().tensorType().shape();
    return switch (product.anchor().op()) {
      // Each result reads the weights of one output channel.
      case Convolution _ -> result.elements() * (weight.elements() / Math.max(1, weight.size(0)));
      // Each input meets the weights of one input channel.
      case TransposedConvolution _ ->
          input.elements() * (weight.elements() / Math.max(1, weight.size(0)));
      default -> result.elements() * input.size(-1);
    };
  }
}
