package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.op.Argument;
import dev.octet.op.Convolution;
import dev.octet.op.TransposedConvolution;
import dev.octet.tensor.Shape;
import java.util.Set;

/** Counts the multiplications of a product, each with its addition. */
final class MultiplyAdds {
  private static final Set<String> RECURRENT = Set.of("lstm", "gru", "rnn_tanh", "rnn_relu");

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

  /** Of a node that is no contraction: those of recurrent layers, for any other 0. */
  static long of(Node node) {
    boolean recurrent =
        node.op().name().namespace().equals("aten") && RECURRENT.contains(node.op().name().base());
    if (!recurrent
        || !(node.op().argument("params")
            instanceof Argument.ListOf(ImmutableList<Argument> all))) {
      return 0;
    }
    // Each step of each sequence meets every weight once; biases have one dimension.
    Shape output = node.results().getFirst().tensorType().shape();
    long steps = output.elements() / Math.max(1, output.size(-1));
    long weights = 0;
    for (Argument argument : all) {
      if (argument instanceof Argument.Operand(int index)) {
        Shape shape = node.operand(index).tensorType().shape();
        weights += shape.rank() == 2 ? shape.elements() : 0;
      }
    }
    return steps * weights;
  }
}
