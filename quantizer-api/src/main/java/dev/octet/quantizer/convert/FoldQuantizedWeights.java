package dev.octet.quantizer.convert;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Quantize;
import dev.octet.op.QuantizePerChannel;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.quantizer.prepare.StateEditor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stores what a quantize makes of a constant, a weight as a rule, as an integer buffer {@code
 * _frozen_param0}, {@code _frozen_param1}, … in the place of the quantize. What the constant was
 * computed with goes too if nothing else needs it; other constant computations stay.
 */
final class FoldQuantizedWeights {
  private FoldQuantizedWeights() {}

  static ExportedProgram apply(ExportedProgram program) {
    Map<Value, Tensor> quantized = quantized(program);
    StateEditor state = new StateEditor(program);
    List<Node> nodes = new ArrayList<>();
    Map<Value, Value> replaced = new HashMap<>();
    for (Node node : program.graph().nodes()) {
      Tensor tensor = node.results().size() == 1 ? quantized.get(node.result()) : null;
      if (tensor != null) {
        String name = state.freshNumbered("_frozen_param");
        replaced.put(
            node.result(),
            state.addInPlaceOf(node.result(), new InputSpec.Buffer(name, true), tensor));
      } else {
        nodes.add(
            node.withOperands(
                node.operands().stream().map(v -> replaced.getOrDefault(v, v)).toList()));
      }
    }
    return replaced.isEmpty() ? program : state.program(nodes, program.graph().outputs());
  }

  /** What each quantize of a constant gives; computed in parallel, since weights are large. */
  private static Map<Value, Tensor> quantized(ExportedProgram program) {
    Constants constants = new Constants(program);
    return program.graph().nodes().parallelStream()
        .filter(node -> node.op() instanceof Quantize || node.op() instanceof QuantizePerChannel)
        .map(Node::result)
        .filter(constants::contains)
        .collect(Collectors.toMap(value -> value, constants::evaluate));
  }
}
