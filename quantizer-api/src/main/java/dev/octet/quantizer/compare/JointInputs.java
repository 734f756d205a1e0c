package dev.octet.quantizer.compare;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.quantizer.prepare.StateEditor;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The inputs of a float program and of its quantized twin together: the caller's once, and the
 * parameters, buffers and constants of both, those once that are the same tensor.
 */
final class JointInputs {
  private final ExportedProgram reference;
  private final ExportedProgram quantized;
  private final StateEditor state;
  private final Map<Value, Value> ofQuantized = new HashMap<>();

  JointInputs(ExportedProgram reference, ExportedProgram quantized) {
    this.reference = reference;
    this.quantized = quantized;
    this.state = new StateEditor(withoutOutputs(reference));
    shareCallers();
    addState();
  }

  /** The input of the joint program for each one of the quantized graph. */
  Map<Value, Value> ofQuantized() {
    return ofQuantized;
  }

  /** The joint program; all outputs are the caller's. */
  ExportedProgram program(List<Node> nodes, List<GraphOutput> outputs) {
    ExportedProgram inputs = state.program(nodes, List.of());
    return new ExportedProgram(
        new Graph(inputs.graph().inputs(), nodes, outputs),
        inputs.inputs(),
        ImmutableList.copyOf(Collections.nCopies(outputs.size(), new OutputSpec.User())),
        inputs.state(),
        inputs.ranges(),
        inputs.inputTree(),
        inputs.outputTree(),
        inputs.metadata());
  }

  private static ExportedProgram withoutOutputs(ExportedProgram program) {
    Graph graph = program.graph();
    return new ExportedProgram(
        new Graph(graph.inputs(), graph.nodes(), List.of()),
        program.inputs(),
        ImmutableList.of(),
        program.state(),
        program.ranges(),
        program.inputTree(),
        program.outputTree(),
        program.metadata());
  }

  /** What is no tensor of the program is the same for both. */
  private void shareCallers() {
    List<Value> given = callers(reference);
    List<Value> wanted = callers(quantized);
    boolean same =
        given.stream().map(Value::type).toList().equals(wanted.stream().map(Value::type).toList());
    if (!same) {
      throw new InputException(
          "the float program takes "
              + describe(given)
              + ", the quantized one "
              + describe(wanted)
              + "; compare the program that was quantized, as it was before prepare");
    }
    for (int i = 0; i < given.size(); i++) {
      ofQuantized.put(wanted.get(i), given.get(i));
    }
  }

  private static String describe(List<Value> values) {
    return values.stream().map(value -> value + " " + value.type()).toList().toString();
  }

  private static List<Value> callers(ExportedProgram program) {
    List<Value> callers = new ArrayList<>();
    for (int i = 0; i < program.inputs().size(); i++) {
      if (StateEditor.stateName(program.inputs().get(i)).isEmpty()) {
        callers.add(program.graph().inputs().get(i));
      }
    }
    return callers;
  }

  private void addState() {
    Map<String, Value> known = new HashMap<>();
    for (int i = 0; i < reference.inputs().size(); i++) {
      known.put(
          StateEditor.stateName(reference.inputs().get(i)), reference.graph().inputs().get(i));
    }
    Map<String, Value> added = new HashMap<>();
    for (int i = 0; i < quantized.inputs().size(); i++) {
      InputSpec spec = quantized.inputs().get(i);
      String name = StateEditor.stateName(spec);
      Tensor tensor = quantized.state().get(name);
      if (tensor != null) {
        Value shared =
            tensor == reference.state().get(name) && known.containsKey(name)
                ? known.get(name)
                : added.computeIfAbsent(name, _ -> add(spec, tensor));
        ofQuantized.put(quantized.graph().inputs().get(i), shared);
      }
    }
  }

  private Value add(InputSpec spec, Tensor tensor) {
    String name = state.freshName("quantized." + StateEditor.stateName(spec));
    InputSpec renamed =
        switch (spec) {
          case InputSpec.Parameter _ -> new InputSpec.Parameter(name);
          case InputSpec.Buffer(String _, boolean persistent) ->
              new InputSpec.Buffer(name, persistent);
          case InputSpec.Constant _ -> new InputSpec.Constant(name);
          case InputSpec other -> other;
        };
    return state.add(renamed, tensor);
  }
}
