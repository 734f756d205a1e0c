package dev.octet.quantizer.prepare;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A layer with another weight and bias. */
final class ReplaceParameters {
  private ReplaceParameters() {}

  /** The same node, with a bias even if it had none. */
  static Node of(Node layer, Value weight, Value bias) {
    OpSchema schema = layer.op().schema();
    List<Value> operands = new ArrayList<>(layer.operands());
    operands.set(layer.op().operandIndex("weight").orElseThrow(), weight);
    OptionalInt index = layer.op().operandIndex("bias");
    if (index.isPresent()) {
      operands.set(index.getAsInt(), bias);
      return new Node(layer.name(), layer.op(), operands, layer.results(), layer.origin());
    }
    // Input and weight are the only operands before the bias; any after it are symbolic sizes.
    int at = layer.op().operandIndex("weight").orElseThrow() + 1;
    operands.add(at, bias);
    List<Argument> arguments = new ArrayList<>();
    for (Argument argument : layer.op().arguments()) {
      arguments.add(shifted(argument, at));
    }
    arguments.set(schema.position("bias"), new Argument.Operand(at));
    return new Node(
        layer.name(), Ops.of(schema, arguments), operands, layer.results(), layer.origin());
  }

  private static Argument shifted(Argument argument, int from) {
    return switch (argument) {
      case Argument.Operand(int index) -> new Argument.Operand(index < from ? index : index + 1);
      case Argument.ListOf(var elements) ->
          new Argument.ListOf(elements.stream().map(element -> shifted(element, from)).toList());
      default -> argument;
    };
  }
}
