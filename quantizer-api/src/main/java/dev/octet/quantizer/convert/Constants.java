package dev.octet.quantizer.convert;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.Argument;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.QuantizedOps;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.quantizer.prepare.StateEditor;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which values of a program are the same at every run: parameters, buffers that the program does
 * not write, constants, and what is computed from these alone. Random operators, operators with
 * subgraphs, and dequantize (whose float result is not to be stored) give no constants.
 */
final class Constants {
  private static final Set<String> RANDOM =
      Set.of("rand", "randn", "randint", "rand_like", "randn_like", "bernoulli", "dropout");

  private final ExportedProgram program;
  private final Map<Value, Tensor> inputs = new HashMap<>();
  private final Set<Value> constant = new HashSet<>();

  Constants(ExportedProgram program) {
    this.program = program;
    Set<String> written = StateEditor.written(program);
    for (int i = 0; i < program.inputs().size(); i++) {
      InputSpec spec = program.inputs().get(i);
      Tensor tensor = program.state().get(StateEditor.stateName(spec));
      if (tensor != null && !written.contains(StateEditor.stateName(spec))) {
        inputs.put(program.graph().inputs().get(i), tensor);
      }
    }
    constant.addAll(inputs.keySet());
    for (Node node : program.graph().nodes()) {
      if (isConstant(node)) {
        constant.addAll(node.results());
      }
    }
  }

  boolean contains(Value value) {
    return constant.contains(value);
  }

  private boolean isConstant(Node node) {
    if (node.operands().isEmpty()
        || !constant.containsAll(node.operands())
        || node.results().stream().anyMatch(value -> !(value.type() instanceof TensorType))) {
      return false;
    }
    boolean excluded =
        node.op() instanceof Dequantize
            || node.op() instanceof DequantizePerChannel
            || node.op().name().equals(QuantizedOps.CONVERT_ELEMENT_TYPE)
            || RANDOM.contains(node.op().name().base())
            || node.op().arguments().stream().anyMatch(Argument.Subgraph.class::isInstance);
    return !excluded;
  }

  /** The tensor of a constant value; it lives as long as it is reachable. */
  Tensor evaluate(Value value) {
    Tensor own = inputs.get(value);
    if (own != null) {
      return own;
    }
    Graph graph = program.graph();
    Set<Value> read = new LinkedHashSet<>();
    Set<Node> nodes = new LinkedHashSet<>();
    collect(value, graph, read, nodes);
    Graph part =
        new Graph(List.copyOf(read), List.copyOf(nodes), List.of(new GraphOutput.Of(value)));
    List<Tensor> given =
        read.stream().map(input -> Objects.requireNonNull(inputs.get(input))).toList();
    return (Tensor) Evaluator.reference().run(part, given, Arena.ofAuto()).getFirst();
  }

  /** Collects what a value is computed from: inputs, and nodes behind those that they read. */
  private static void collect(Value value, Graph graph, Set<Value> read, Set<Node> nodes) {
    Node producer = graph.producer(value).orElse(null);
    if (producer == null) {
      read.add(value);
    } else if (!nodes.contains(producer)) {
      producer.operands().forEach(operand -> collect(operand, graph, read, nodes));
      nodes.add(producer);
    }
  }
}
