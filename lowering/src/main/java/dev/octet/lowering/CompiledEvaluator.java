package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.graph.evaluate.ValueListener;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Runs the graph of one program, compiled. A listener is shown the values of {@code octet.observe}
 * nodes, in graph order, and no others: fused kernels compute no more than that. What it is shown
 * may have any strides, and is overwritten later. Thread-safe; must be closed after the last run.
 *
 * <p>Runs with a listener never wait for one another, so a listener may wait for other runs.
 */
public final class CompiledEvaluator implements Evaluator, AutoCloseable {
  private final ExportedProgram program;
  private final CompiledModel model;

  /** What the graph returns as it is. */
  private final ImmutableList<Object> literals;

  CompiledEvaluator(ExportedProgram program, Target target, int callers) {
    this.program = program;
    this.literals = literals(program.graph());
    this.model = Lowering.compile(withAllOutputs(program), target, callers);
  }

  private static ImmutableList<Object> literals(Graph graph) {
    List<GraphOutput> outputs =
        graph.outputs().stream().filter(GraphOutput.Literal.class::isInstance).toList();
    Graph alone = new Graph(List.of(), List.of(), outputs);
    return ImmutableList.copyOf(Evaluator.reference().run(alone, List.of(), Arena.ofAuto()));
  }

  /** An evaluator gives every output of a graph, new values of buffers included. */
  private static ExportedProgram withAllOutputs(ExportedProgram program) {
    return new ExportedProgram(
        program.graph(),
        program.inputs(),
        program.outputs().stream()
            .map(_ -> new OutputSpec.User())
            .collect(ImmutableList.toImmutableList()),
        program.state(),
        program.ranges(),
        program.inputTree(),
        program.outputTree(),
        program.metadata());
  }

  /**
   * Runs the program's graph.
   *
   * @param graph the program's own
   * @param inputs the program's own tensors for parameters, buffers and constants
   * @throws InputException for another graph, or another tensor in the place of a parameter
   */
  @Override
  public List<Object> run(Graph graph, List<?> inputs, Arena arena, ValueListener listener) {
    if (!graph.equals(program.graph())) {
      throw new InputException(
          "this evaluator was compiled for one graph and is asked to run another; compile that"
              + " one");
    }
    Iterator<Tensor> tensors = model.run(callersTensors(inputs), arena, listener).iterator();
    Iterator<Object> others = literals.iterator();
    return graph.outputs().stream()
        .map(output -> output instanceof GraphOutput.Of ? tensors.next() : others.next())
        .toList();
  }

  private List<Tensor> callersTensors(List<?> inputs) {
    if (inputs.size() != program.inputs().size()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%d inputs were given, the graph takes %d",
              inputs.size(),
              program.inputs().size()));
    }
    List<Tensor> given = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Object input = inputs.get(i);
      switch (program.inputs().get(i)) {
        case InputSpec.Parameter(String name) -> requireState(name, input);
        case InputSpec.Buffer(String name, boolean _) -> requireState(name, input);
        case InputSpec.Constant(String name) -> requireState(name, input);
        case InputSpec.User _ -> given.add(tensor(i, input));
        case InputSpec.CustomObject _, InputSpec.Frozen _, InputSpec.Token _ -> {
          // Refused when compiling, or not read by any operator that can run.
        }
      }
    }
    return given;
  }

  private Tensor tensor(int index, Object input) {
    if (input instanceof Tensor tensor) {
      return tensor;
    }
    throw new InputException(
        "input "
            + program.graph().inputs().get(index)
            + " is "
            + input
            + ", expected a tensor: compiled programs take no numbers");
  }

  private void requireState(String name, Object given) {
    if (given != program.state().get(name)) {
      throw new InputException(
          "'" + name + "' was compiled into this evaluator, and another tensor is given for it");
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
