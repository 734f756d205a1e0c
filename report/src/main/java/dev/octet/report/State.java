package dev.octet.report;

import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.tensor.Tensor;

/** Which graph inputs are tensors of the program, and which. */
final class State {
  private State() {}

  /** A tensor under the name that the program has for it. */
  record Entry(String name, Tensor tensor) {}

  static ImmutableMap<Value, Entry> of(ExportedProgram program) {
    ImmutableMap.Builder<Value, Entry> state = ImmutableMap.builder();
    for (int i = 0; i < program.inputs().size(); i++) {
      String name =
          switch (program.inputs().get(i)) {
            case InputSpec.Parameter(String parameter) -> parameter;
            case InputSpec.Buffer(String buffer, boolean _) -> buffer;
            case InputSpec.Constant(String constant) -> constant;
            case InputSpec.CustomObject _,
                InputSpec.User _,
                InputSpec.Frozen _,
                InputSpec.Token _ ->
                "";
          };
      Tensor tensor = program.state().get(name);
      if (tensor != null) {
        state.put(program.graph().inputs().get(i), new Entry(name, tensor));
      }
    }
    return state.buildOrThrow();
  }

  /** The bytes of all tensors of a program. */
  static long bytes(ExportedProgram program) {
    return program.state().values().stream().mapToLong(Tensor::byteSize).sum();
  }
}
