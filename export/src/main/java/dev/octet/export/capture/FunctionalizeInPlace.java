package dev.octet.export.capture;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.op.infer.TypeInference;
import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces every operator that writes into a tensor by the one that gives a new tensor, and lets
 * whatever reads the old one afterwards, directly or through a view, read the new one. What is
 * written into an input becomes a mutation output of the program.
 */
final class FunctionalizeInPlace {
  private final GraphBuilder builder;
  private final Aliases aliases;
  private final Set<Value> turned;

  /**
   * @param turned values that an operator may turn in place, because nobody reads them afterwards
   */
  private FunctionalizeInPlace(GraphBuilder builder, Set<Value> turned) {
    this.builder = builder;
    this.aliases = new Aliases(builder);
    this.turned = turned;
  }

  static ExportedProgram apply(ExportedProgram program) {
    if (!writes(program.graph())) {
      return program;
    }
    Map<Value, Value> mutations = new LinkedHashMap<>();
    Graph graph = rebuild(program.graph(), mutations);
    List<GraphOutput> outputs = new ArrayList<>();
    ImmutableList.Builder<OutputSpec> specs = ImmutableList.builder();
    for (boolean ofCaller : new boolean[] {false, true}) {
      for (int i = 0; i < program.inputs().size(); i++) {
        Value input = program.graph().inputs().get(i);
        Value last = mutations.get(input);
        if (last != null && program.inputs().get(i) instanceof InputSpec.User == ofCaller) {
          outputs.add(new GraphOutput.Of(last));
          specs.add(mutation(program.inputs().get(i), input));
        }
      }
    }
    outputs.addAll(graph.outputs());
    specs.addAll(program.outputs());
    return new ExportedProgram(
        withoutUnused(new Graph(graph.inputs(), graph.nodes(), outputs), program.graph()),
        program.inputs(),
        specs.build(),
        program.state(),
        program.ranges(),
        program.inputTree(),
        program.outputTree(),
        program.metadata());
  }

  private static boolean writes(Graph graph) {
    boolean inBodies = false;
    if (Subgraphs.hasAny(graph)) {
      boolean[] found = {false};
      Subgraphs.map(
          graph,
          body -> {
            found[0] |= writes(body);
            return body;
          });
      inBodies = found[0];
    }
    return inBodies
        || graph.nodes().stream()
            .anyMatch(node ->
                FunctionalTwins.isInPlace(node.op()) || FunctionalTwins.isDetach(node.op()));
  }

  private static OutputSpec mutation(InputSpec spec, Value input) {
    return switch (spec) {
      case InputSpec.Parameter(String name) -> new OutputSpec.ParameterMutation(name);
      case InputSpec.Buffer(String name, boolean _) -> new OutputSpec.BufferMutation(name);
      case InputSpec.User() -> new OutputSpec.UserInputMutation(input.name());
      case InputSpec.Constant(String name) ->
          throw new FormatException(
              "the program writes into its constant '"
                  + name
                  + "'; make it a buffer, or clone it before writing");
      case InputSpec.CustomObject _, InputSpec.Frozen _, InputSpec.Token _ ->
          throw new FormatException(
              "the program writes into its input " + input + ", which is no tensor");
    };
  }

  private static Graph subgraph(Graph body) {
    if (!writes(body)) {
      return body;
    }
    Map<Value, Value> mutations = new LinkedHashMap<>();
    Graph graph = rebuild(body, mutations);
    if (!mutations.isEmpty()) {
      throw new FormatException(
          "a subgraph writes into its inputs "
              + mutations.keySet()
              + "; clone them before writing");
    }
    return withoutUnused(graph, body);
  }

  private static Graph rebuild(Graph original, Map<Value, Value> mutations) {
    Graph graph = Subgraphs.map(original, FunctionalizeInPlace::subgraph);
    return Graph.build(builder -> {
      graph.inputs().forEach(builder::addInput);
      Set<String> names = new HashSet<>();
      graph.nodes().forEach(node -> node.results().forEach(result -> names.add(result.name())));
      builder.reserve(names);
      FunctionalizeInPlace pass = new FunctionalizeInPlace(builder, turned(graph));
      graph.nodes().forEach(pass::node);
      Node end = endOf();
      for (GraphOutput output : graph.outputs()) {
        builder.output(
            output instanceof GraphOutput.Of(Value value)
                ? new GraphOutput.Of(pass.aliases.read(value, end))
                : output);
      }
      for (Value input : graph.inputs()) {
        pass.aliases.finalValue(input, end).ifPresent(last -> mutations.put(input, last));
      }
    });
  }

  /** Names the graph's outputs in messages. */
  private static Node endOf() {
    return new Node("output", FunctionalTwins.alias(), List.of(), List.of(), Origin.UNKNOWN);
  }

  /** What an operator such as {@code unsqueeze_} reads, and nobody behind it does. */
  private static Set<Value> turned(Graph graph) {
    Set<Value> read = new HashSet<>(graph.inputs()); // that of an input would be the caller's
    for (GraphOutput output : graph.outputs()) {
      if (output instanceof GraphOutput.Of(Value value)) {
        read.add(value);
      }
    }
    Set<Value> turned = new HashSet<>();
    for (Node node : graph.nodes().reversed()) {
      if (FunctionalTwins.isTurning(node.op()) && !read.contains(node.operand(0))) {
        turned.add(node.operand(0));
      }
      read.addAll(node.operands());
    }
    return turned;
  }

  private void node(Node node) {
    List<Value> operands =
        node.operands().stream().map(operand -> aliases.read(operand, node)).toList();
    if (!FunctionalTwins.isInPlace(node.op())) {
      Op op =
          FunctionalTwins.isDetach(node.op())
              ? Ops.of(
                  OpCatalog.standard().get(OpName.aten("detach", "default")), node.op().arguments())
              : node.op();
      builder.add(new Node(node.name(), op, operands, node.results(), node.origin()));
      for (int i = 0; i < node.results().size(); i++) {
        aliases.define(node, i);
      }
      return;
    }
    Op twin = FunctionalTwins.of(node);
    if (FunctionalTwins.isTurning(node.op())) {
      view(node, twin, operands);
      return;
    }
    Value result = node.result();
    Optional<DType> promoted = promotion(twin, operands, result);
    if (promoted.isEmpty()) {
      builder.add(new Node(node.name(), twin, operands, List.of(result), node.origin()));
    } else {
      builder.at(node.origin());
      Value wide =
          builder
              .node(twin, operands, List.of(result.tensorType().withDType(promoted.get())))
              .result();
      OpSchema to = OpCatalog.standard().get(OpName.aten("to", "dtype"));
      List<Argument> arguments =
          dev.octet.op.Binding.bind(
              to,
              List.of(new Argument.Operand(0), new Argument.Type(result.tensorType().dtype())),
              Map.of());
      builder.add(
          new Node(
              node.name(), Ops.of(to, arguments), List.of(wide), List.of(result), node.origin()));
    }
    aliases.write(node.operand(0), result, result, node);
  }

  /** A node that turns its operand gives a view of it, which is read in its place from now on. */
  private void view(Node node, Op twin, List<Value> operands) {
    if (!turned.contains(node.operand(0))) {
      throw FunctionalTwins.refused(node);
    }
    builder.add(new Node(node.name(), twin, operands, node.results(), node.origin()));
    aliases.define(new Node(node.name(), twin, node.operands(), node.results(), node.origin()), 0);
  }

  /**
   * The element type that the functional operator would give, if it is not that of the tensor
   * written into.
   */
  private static Optional<DType> promotion(Op twin, List<Value> operands, Value result) {
    DType own = result.tensorType().dtype();
    boolean mixed =
        operands.stream().anyMatch(o -> o.type() instanceof TensorType type && type.dtype() != own);
    if (!mixed || !twin.schema().known()) {
      return Optional.empty();
    }
    try {
      List<ValueType> types =
          TypeInference.standard().infer(twin, operands.stream().map(Value::type).toList());
      return types.get(0) instanceof TensorType type && type.dtype() != own
          ? Optional.of(type.dtype())
          : Optional.empty();
    } catch (InputException e) {
      // No rule for this operator, so nothing is known of its promotion; copies and fills keep the
      // type of their first operand.
      return Optional.empty();
    }
  }

  /** Write-backs that nobody reads are left out; nodes of the original graph stay. */
  private static Graph withoutUnused(Graph graph, Graph original) {
    Set<String> originals = new HashSet<>();
    original.nodes().forEach(node -> originals.add(node.name()));
    Set<Value> used = new HashSet<>();
    graph
        .outputs()
        .forEach(output -> {
          if (output instanceof GraphOutput.Of(Value value)) {
            used.add(value);
          }
        });
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes().reversed()) {
      if (originals.contains(node.name()) || node.results().stream().anyMatch(used::contains)) {
        kept.add(node);
        used.addAll(node.operands());
      }
    }
    return new Graph(graph.inputs(), kept.reversed(), graph.outputs());
  }
}
