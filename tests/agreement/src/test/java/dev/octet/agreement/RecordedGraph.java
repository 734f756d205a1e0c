package dev.octet.agreement;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A recorded call as a graph of one node.
 *
 * @param inputs of the graph, tensors or numbers
 */
record RecordedGraph(Graph graph, List<Object> inputs) {
  /**
   * The graph of a call.
   *
   * @param op the recorded operator, or its twin that works in place
   */
  static RecordedGraph of(OperatorCase recorded, OpName op) {
    List<Object> inputs = new ArrayList<>();
    Graph graph =
        Graph.build(builder -> {
          CaseValues values = new CaseValues(builder, op.isPythonFunction());
          Node node = builder.node(op, values.positional(recorded), values.named(recorded));
          node.results().forEach(builder::output);
          inputs.addAll(values.inputs());
        });
    return new RecordedGraph(graph, inputs);
  }

  Node node() {
    return graph.nodes().getFirst();
  }

  /** True if all that goes in and out are tensors of known sizes, so that it can be compiled. */
  boolean isProgram() {
    return !inputs.isEmpty()
        && inputs.stream().allMatch(Tensor.class::isInstance)
        && graph.outputs().stream().allMatch(RecordedGraph::isTensor);
  }

  private static boolean isTensor(GraphOutput output) {
    return output instanceof GraphOutput.Of(Value value)
        && value.type() instanceof TensorType type
        && type.isStatic();
  }

  List<Tensor> tensors() {
    return inputs.stream().map(Tensor.class::cast).toList();
  }

  ExportedProgram program() {
    int results = graph.outputs().size();
    return new ExportedProgram(
        graph,
        ImmutableList.copyOf(Collections.nCopies(inputs.size(), new InputSpec.User())),
        ImmutableList.copyOf(Collections.nCopies(results, new OutputSpec.User())),
        ImmutableMap.of(),
        ImmutableMap.of(),
        TreeSpec.positional(inputs.size()),
        TreeSpec.tuple(Collections.nCopies(results, TreeSpec.LEAF)),
        ProgramMetadata.traced(ImmutableList.of(), ImmutableList.of()));
  }
}
