package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes parameters, buffers and constants of a program constants of its graph, and drops what is
 * not given to the caller: as with {@link ExportedProgram#run}, state never changes, and outputs
 * that are literals are left out.
 */
final class BindState {
  private BindState() {}

  static FrozenGraph apply(ExportedProgram program, Folder folder) {
    Graph graph = program.graph();
    Map<Value, Tensor> constants = new LinkedHashMap<>();
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < program.inputs().size(); i++) {
      Value value = graph.inputs().get(i);
      switch (program.inputs().get(i)) {
        case InputSpec.Parameter(String name) -> constants.put(value, state(program, name));
        case InputSpec.Buffer(String name, boolean _) -> constants.put(value, state(program, name));
        case InputSpec.Constant(String name) -> constants.put(value, state(program, name));
        case InputSpec.CustomObject(String name) ->
            throw new InputException(
                "the program needs the custom object '"
                    + name
                    + "', which only PyTorch can make; export without it");
        case InputSpec.User _ -> inputs.add(tensor(value));
        case InputSpec.Frozen _, InputSpec.Token _ -> {
          // Not read by any operator that can run.
        }
      }
    }
    List<GraphOutput> outputs =
        program.tensorOutputs().stream().<GraphOutput>map(GraphOutput.Of::new).toList();
    return new FrozenGraph(new Graph(inputs, graph.nodes(), outputs), constants, folder);
  }

  private static Value tensor(Value input) {
    if (input.type() instanceof TensorType) {
      return input;
    }
    throw new InputException(
        "input "
            + input
            + " is a number, and compiled programs take no numbers, only tensors; run it with the"
            + " reference evaluator (--engine reference), or export with the number fixed or as a"
            + " tensor");
  }

  private static Tensor state(ExportedProgram program, String name) {
    Tensor tensor = program.state().get(name);
    if (tensor == null) {
      throw new InputException("the program has no tensor for '" + name + "'");
    }
    return tensor;
  }
}
