package dev.octet.program;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.graph.evaluate.ValueListener;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.symbol.Range;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A captured network: the graph, what each of its inputs and outputs is, and the tensors of its
 * parameters, buffers and constants. Immutable and thread-safe; the tensors live as long as the
 * arena they were read or made in.
 *
 * @param inputs one for each graph input
 * @param outputs one for each graph output
 * @param state parameters, buffers and constants by dotted name, in the order of the file
 * @param ranges what values a symbol, or an expression of symbols, may take
 * @param inputTree how the caller's arguments nest: a tuple of positional arguments and a dict of
 *     named ones
 * @param outputTree how the results nest
 * @param metadata what else the file says
 */
public record ExportedProgram(
    Graph graph,
    ImmutableList<InputSpec> inputs,
    ImmutableList<OutputSpec> outputs,
    ImmutableMap<String, Tensor> state,
    ImmutableMap<SymInt, Range> ranges,
    TreeSpec inputTree,
    TreeSpec outputTree,
    ProgramMetadata metadata) {

  public ExportedProgram {
    Preconditions.checkArgument(
        inputs.size() == graph.inputs().size(),
        "%s input specs for %s inputs",
        inputs.size(),
        graph.inputs().size());
    Preconditions.checkArgument(
        outputs.size() == graph.outputs().size(),
        "%s output specs for %s outputs",
        outputs.size(),
        graph.outputs().size());
  }

  /** The same program with another graph of the same inputs and outputs. */
  public ExportedProgram withGraph(Graph newGraph) {
    return new ExportedProgram(
        newGraph, inputs, outputs, state, ranges, inputTree, outputTree, metadata);
  }

  /** The graph inputs that the caller fills, in order. */
  public ImmutableList<Value> userInputs() {
    ImmutableList.Builder<Value> values = ImmutableList.builder();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) instanceof InputSpec.User) {
        values.add(graph.inputs().get(i));
      }
    }
    return values.build();
  }

  /**
   * What the caller gets, in order: values of the graph, and literals (None, a number, a string)
   * that the program returns as they are.
   */
  public ImmutableList<GraphOutput> userOutputs() {
    ImmutableList.Builder<GraphOutput> found = ImmutableList.builder();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i) instanceof OutputSpec.User) {
        found.add(graph.outputs().get(i));
      }
    }
    return found.build();
  }

  /**
   * The tensors among {@link #userOutputs()}, in order: what runs of the program give. Literals are
   * no tensors and left out.
   *
   * @throws InputException for an output that is computed and no tensor, naming it
   */
  public ImmutableList<Value> tensorOutputs() {
    ImmutableList.Builder<Value> tensors = ImmutableList.builder();
    List<GraphOutput> all = userOutputs();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof GraphOutput.Of(Value value)) {
        if (!(value.type() instanceof TensorType)) {
          throw new InputException(
              "output "
                  + i
                  + ", "
                  + value
                  + ", is no tensor but "
                  + (value.type() instanceof SymbolType
                      ? "a number that each run computes"
                      : value.type())
                  + ", expected tensors, or numbers known at export; return it as a tensor"
                  + " (torch.full((), n)), or leave it out, when exporting, or ask Evaluator.run"
                  + " for what the graph gives");
        }
        tensors.add(value);
      }
    }
    return tensors.build();
  }

  /**
   * Runs the program on the reference evaluator; results live until the garbage collector frees
   * them.
   */
  public List<Tensor> run(Tensor... userInputs) {
    return run(
        Evaluator.reference(), Arrays.asList(userInputs), Arena.ofAuto(), ValueListener.NONE);
  }

  /**
   * Runs the program.
   *
   * @param userInputs one for each of {@link #userInputs()}, for a number a tensor of one element;
   *     types, sizes and numbers are checked, and equal symbols must get equal sizes
   * @param arena owns the results
   * @return the tensors that the caller gets, one for each of {@link #tensorOutputs()}: outputs
   *     that are literals, such as None, are left out, and mutations too; state is never changed
   * @throws InputException for a wrong number of inputs, a wrong type or size, naming the input;
   *     for an output that is computed and no tensor
   */
  public List<Tensor> run(
      Evaluator evaluator, List<Tensor> userInputs, Arena arena, ValueListener listener) {
    tensorOutputs(); // refused before the work
    List<Object> results = evaluator.run(graph, bind(userInputs), arena, listener);
    List<Tensor> user = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i) instanceof OutputSpec.User
          && graph.outputs().get(i) instanceof GraphOutput.Of) {
        user.add((Tensor) results.get(i));
      }
    }
    return user;
  }

  /**
   * The number that each symbol of the inputs has for given inputs: of sizes, and of inputs that
   * are numbers.
   *
   * @param userInputs one for each of {@link #userInputs()}; for a number a tensor of one element
   * @throws InputException for a wrong number of inputs, a wrong type or size, naming the input, or
   *     a size or number outside its exported range
   */
  public Map<String, Long> sizes(List<Tensor> userInputs) {
    return InputSizes.of(userInputs(), userInputs, ranges);
  }

  /**
   * Holds sizes to the ranges that were exported.
   *
   * @throws InputException naming a size that is outside its range
   */
  public void requireInRange(Map<String, Long> sizes) {
    InputSizes.requireInRange(sizes, ranges);
  }

  private List<Object> bind(List<Tensor> userInputs) {
    sizes(userInputs);
    List<Object> bound = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < inputs.size(); i++) {
      Value value = graph.inputs().get(i);
      switch (inputs.get(i)) {
        case InputSpec.Parameter(String name) -> bound.add(stateOf(name));
        case InputSpec.Buffer(String name, boolean _) -> bound.add(stateOf(name));
        case InputSpec.Constant(String name) -> bound.add(stateOf(name));
        case InputSpec.CustomObject(String name) ->
            throw new InputException(
                "the program needs the custom object '"
                    + name
                    + "', which only PyTorch can make; export without it");
        case InputSpec.User _ -> bound.add(argument(value, userInputs.get(next++)));
        case InputSpec.Frozen _, InputSpec.Token _ -> bound.add(0L);
      }
    }
    return bound;
  }

  /** A symbolic number is passed as a tensor of one element. */
  private static Object argument(Value input, Tensor given) {
    return switch (input.type()) {
      case SymbolType.Int _ -> given.getLong(0);
      case SymbolType.Float _ -> given.getDouble(0);
      case SymbolType.Bool _ -> given.getLong(0) != 0;
      default -> given;
    };
  }

  private Tensor stateOf(String name) {
    Tensor tensor = state.get(name);
    if (tensor == null) {
      throw new InputException("the program has no tensor for '" + name + "'");
    }
    return tensor;
  }
}
