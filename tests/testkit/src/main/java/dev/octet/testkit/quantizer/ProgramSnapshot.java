package dev.octet.testkit.quantizer;

import com.google.common.collect.ImmutableMap;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Optional;

/** The tensors of a program as they were at one moment. */
record ProgramSnapshot(ImmutableMap<String, Tensor> state) {
  static ProgramSnapshot of(ExportedProgram program) {
    ImmutableMap.Builder<String, Tensor> copies = ImmutableMap.builder();
    program.state().forEach((name, tensor) -> copies.put(name, tensor.copy(Arena.ofAuto())));
    return new ProgramSnapshot(copies.buildOrThrow());
  }

  /** The name of a tensor that is not the same in both. */
  Optional<String> differenceFrom(ProgramSnapshot other) {
    for (Map.Entry<String, Tensor> entry : state.entrySet()) {
      Tensor counterpart = other.state.get(entry.getKey());
      if (counterpart == null || !counterpart.bitEquals(entry.getValue())) {
        return Optional.of(entry.getKey());
      }
    }
    return other.state.keySet().stream().filter(name -> !state.containsKey(name)).findFirst();
  }
}
