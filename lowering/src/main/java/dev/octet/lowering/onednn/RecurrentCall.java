package dev.octet.lowering.onednn;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node of recurrent layers, its arguments told apart.
 *
 * @param states the initial hidden state and, in an LSTM, the cell state
 * @param weights constant; for each layer and direction those of the input, those of the state and,
 *     if there are any, the biases of both
 */
record RecurrentCall(
    Node node,
    RecurrentCell cell,
    Value input,
    ImmutableList<Value> states,
    ImmutableList<Tensor> weights,
    int layers,
    int directions,
    boolean biased,
    boolean batchFirst) {

  /** Reads a node; empty if its weights are no constants. */
  static Optional<RecurrentCall> of(Node node, RecurrentCell cell, Emitter emitter) {
    List<Tensor> weights = new ArrayList<>();
    for (Value value : operands(node, "params")) {
      Optional<Tensor> constant = emitter.constant(value);
      if (constant.isEmpty()) {
        return Optional.empty();
      }
      weights.add(constant.get());
    }
    return Optional.of(
        new RecurrentCall(
            node,
            cell,
            operands(node, "input").getFirst(),
            ImmutableList.copyOf(operands(node, "hx")),
            ImmutableList.copyOf(weights),
            layers(node.op()),
            is(node.op(), "bidirectional") ? 2 : 1,
            is(node.op(), "has_biases"),
            is(node.op(), "batch_first")));
  }

  /** Training with dropout draws random numbers, which no kernel does. */
  boolean isRandom() {
    return is(node.op(), "train")
        && layers > 1
        && !(node.op().argument("dropout") instanceof Argument.Float(double rate) && rate == 0);
  }

  /** Weights that each layer has in each direction. */
  int weightsEach() {
    return weights.size() / (layers * directions);
  }

  /** One kind of a layer's weights, those of all directions. */
  List<Tensor> weights(int layer, int kind) {
    List<Tensor> found = new ArrayList<>();
    for (int direction = 0; direction < directions; direction++) {
      found.add(weights.get((layer * directions + direction) * weightsEach() + kind));
    }
    return found;
  }

  private static List<Value> operands(Node node, String parameter) {
    return switch (node.op().argument(parameter)) {
      case Argument.Operand(int index) -> List.of(node.operand(index));
      case Argument.ListOf(ImmutableList<Argument> elements) ->
          elements.stream()
              .filter(Argument.Operand.class::isInstance)
              .map(element -> node.operand(((Argument.Operand) element).index()))
              .toList();
      default -> List.of();
    };
  }

  private static boolean is(Op op, String parameter) {
    return op.argument(parameter) instanceof Argument.Bool(boolean value) && value;
  }

  private static int layers(Op op) {
    return op.argument("num_layers") instanceof Argument.Int(long value)
        ? Math.toIntExact(value)
        : 1;
  }
}
