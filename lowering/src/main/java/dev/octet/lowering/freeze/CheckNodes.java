package dev.octet.lowering.freeze;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Dequantize;
import dev.octet.op.Op;
import dev.octet.op.PerTensorAffine;
import dev.octet.op.Quantize;
import dev.octet.op.QuantizePerChannel;
import dev.octet.op.infer.TypeInference;
import dev.octet.tensor.InputException;

/**
 * Refuses nodes whose operands or literals do not fit their operators: no backend then needs to
 * look for windows without elements, groups of nothing or integers beyond their type. The reference
 * evaluator refuses the same when it comes to them, but for steps that are no positive number and
 * empty ranges, of which it computes something.
 */
final class CheckNodes {
  private CheckNodes() {}

  /**
   * Checks all nodes; of those with symbolic sizes what can be told without them.
   *
   * @throws InputException naming the node
   */
  static void check(FrozenGraph frozen) {
    for (Node node : frozen.graph().nodes()) {
      try {
        TypeInference.standard()
            .inferIfKnown(node.op(), node.operands().stream().map(Value::type).toList());
        switch (node.op()) {
          case Quantize op -> {
            step(op);
            range(op);
          }
          case Dequantize op -> step(op);
          case QuantizePerChannel op -> range(op);
          default -> {}
        }
      } catch (InputException e) {
        throw new InputException(
            node
                + " cannot be compiled: "
                + e.getMessage()
                + "; operands "
                + node.operands().stream().map(Value::type).toList(),
            e);
      }
    }
  }

  private static void step(PerTensorAffine op) {
    if (op.isDynamic()) {
      return;
    }
    float step = (float) op.scale();
    boolean divides = op instanceof Quantize;
    if (!(op.scale() >= 0) || Float.isInfinite(step) || (divides && op.scale() == 0)) {
      throw new InputException(
          op.name()
              + ": scale is "
              + op.scale()
              + ", expected a positive number within the range of float32");
    }
  }

  private static void range(Op op) {
    if (op.argument("quant_min") instanceof Argument.Int(long min)
        && op.argument("quant_max") instanceof Argument.Int(long max)
        && min > max) {
      throw new InputException(op.name() + ": the range " + min + " to " + max + " is empty");
    }
  }
}
