package dev.octet.cli;

import dev.octet.graph.evaluate.Evaluator;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;

/** A program on the reference evaluator. */
record InterpretedProgram(ExportedProgram program) implements Executable {
  @Override
  public int steps() {
    return program.graph().nodes().size();
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs, Arena arena, Runnable step) {
    return program.run(Evaluator.reference(), inputs, arena, (_, _) -> step.run());
  }

  @Override
  public void close() {}
}
