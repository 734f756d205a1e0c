package dev.octet.cli;

import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;

/** A program, and what runs it. */
interface Executable extends AutoCloseable {
  ExportedProgram program();

  /** How often a run says that it has come further; 0 if it does not. */
  int steps();

  /**
   * Runs the program.
   *
   * @param arena owns the results
   * @param step called when a run has come further
   */
  List<Tensor> run(List<Tensor> inputs, Arena arena, Runnable step);

  @Override
  void close();
}
