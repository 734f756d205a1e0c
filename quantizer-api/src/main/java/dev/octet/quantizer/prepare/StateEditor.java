package dev.octet.quantizer.prepare;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program whose parameters, buffers and constants are being exchanged and added to. The program
 * itself stays as it is. Not thread-safe.
 */
public final class StateEditor {
  private final ExportedProgram program;
  private final List<Value> values;
  private final List<InputSpec> specs;
  private final Map<String, Tensor> state;
  private final Map<String, String> namesByValue = new LinkedHashMap<>();
  private final NameSupply valueNames = new NameSupply();

  public StateEditor(ExportedProgram program) {
    this.program = program;
    this.values = new ArrayList<>(program.graph().inputs());
    this.specs = new ArrayList<>(program.inputs());
    this.state = new LinkedHashMap<>(program.state());
    for (int i = 0; i < values.size(); i++) {
      valueNames.take(values.get(i));
      String name = stateName(specs.get(i));
      if (!name.isEmpty()) {
        namesByValue.put(values.get(i).name(), name);
      }
    }
    for (Node node : program.graph().nodes()) {
      valueNames.take(node.name());
      node.results().forEach(valueNames::take);
    }
  }

  /** The names of the buffers and parameters that a run of the program writes. */
  public static Set<String> written(ExportedProgram program) {
    Set<String> written = new HashSet<>();
    for (OutputSpec output : program.outputs()) {
      switch (output) {
        case OutputSpec.BufferMutation(String buffer) -> written.add(buffer);
        case OutputSpec.ParameterMutation(String parameter) -> written.add(parameter);
        default -> {}
      }
    }
    return written;
  }

  /** The name of a parameter, buffer or constant; empty for any other input. */
  public static String stateName(InputSpec spec) {
    return switch (spec) {
      case InputSpec.Parameter(String name) -> name;
      case InputSpec.Buffer(String name, boolean _) -> name;
      case InputSpec.Constant(String name) -> name;
      default -> "";
    };
  }

  /**
   * The tensor of an input of the graph; null if the value is not a parameter, buffer, constant.
   */
  public @Nullable Tensor tensor(Value value) {
    String name = namesByValue.get(value.name());
    return name == null ? null : state.get(name);
  }

  /** The dotted name of a parameter, buffer or constant; empty for any other value. */
  public String name(Value value) {
    return namesByValue.getOrDefault(value.name(), "");
  }

  /** The dotted name if it is free, else with a number behind it. */
  public String freshName(String base) {
    String name = base;
    for (int i = 1; state.containsKey(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  /** The base with the first number behind it, counted from 0, that makes a free name. */
  public String freshNumbered(String base) {
    int i = 0;
    while (state.containsKey(base + i)) {
      i++;
    }
    return base + i;
  }

  /** Exchanges the tensor of an input for one of the same type. */
  public void set(Value value, Tensor tensor) {
    state.put(name(value), tensor);
  }

  /** Adds an input; it stands behind the last one of its kind. */
  public Value add(InputSpec spec, Tensor tensor) {
    String name = stateName(spec);
    return add(spec, tensor, valueNames.fresh(attributeName(name)));
  }

  /** Adds an input that takes the place of a node's result, name and all; the node must go. */
  public Value addInPlaceOf(Value result, InputSpec spec, Tensor tensor) {
    return add(spec, tensor, result.name());
  }

  private Value add(InputSpec spec, Tensor tensor, String valueName) {
    String name = stateName(spec);
    Value value = new Value(valueName, TensorType.of(tensor.dtype(), tensor.shape()));
    int position = positionFor(spec);
    values.add(position, value);
    specs.add(position, spec);
    state.put(name, tensor);
    namesByValue.put(value.name(), name);
    return value;
  }

  /** Dots become underscores, and no name starts with a digit: as FX names attributes. */
  private static String attributeName(String name) {
    String flat = name.replace('.', '_');
    return Character.isDigit(flat.charAt(0)) ? "_" + flat : flat;
  }

  private int positionFor(InputSpec spec) {
    int rank = rank(spec);
    int position = 0;
    for (int i = 0; i < specs.size(); i++) {
      if (rank(specs.get(i)) <= rank) {
        position = i + 1;
      }
    }
    return position;
  }

  private static int rank(InputSpec spec) {
    return switch (spec) {
      case InputSpec.Token _ -> 0;
      case InputSpec.Parameter _ -> 1;
      case InputSpec.Buffer _ -> 2;
      case InputSpec.Constant _ -> 3;
      case InputSpec.CustomObject _ -> 4;
      case InputSpec.User _, InputSpec.Frozen _ -> 5;
    };
  }

  /** Takes an input away that no node reads. */
  public void remove(Value value) {
    int index = values.indexOf(value);
    String name = name(value);
    values.remove(index);
    specs.remove(index);
    namesByValue.remove(value.name());
    if (!namesByValue.containsValue(name)) {
      state.remove(name);
    }
  }

  /** Takes tensors away that no input refers to, such as the counters of folded BatchNorms. */
  public void removeUnlisted() {
    state.keySet().retainAll(namesByValue.values());
  }

  /** The program with these nodes and outputs. */
  public ExportedProgram program(List<Node> nodes, List<GraphOutput> outputs) {
    return new ExportedProgram(
        new Graph(values, nodes, outputs),
        ImmutableList.copyOf(specs),
        program.outputs(),
        ImmutableMap.copyOf(state),
        program.ranges(),
        program.inputTree(),
        program.outputTree(),
        program.metadata());
  }
}
