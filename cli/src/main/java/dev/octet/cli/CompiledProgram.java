package dev.octet.cli;

import dev.octet.lowering.CompiledModel;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.List;

/** A compiled program; after its first run it says what a user should know of the kernels. */
final class CompiledProgram implements Executable {
  private final CompiledModel model;
  private final PrintWriter err;
  private boolean warned;

  CompiledProgram(CompiledModel model, PrintWriter err) {
    this.model = model;
    this.err = err;
  }

  @Override
  public ExportedProgram program() {
    return model.program();
  }

  @Override
  public int steps() {
    return 0;
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs, Arena arena, Runnable step) {
    List<Tensor> outputs = model.run(inputs, arena);
    if (!warned) {
      warned = true;
      LedgerTable.printWarnings(model.ledger(inputs), err);
    }
    return outputs;
  }

  @Override
  public void close() {
    model.close();
  }
}
