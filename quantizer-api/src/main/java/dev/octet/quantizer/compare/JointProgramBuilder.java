package dev.octet.quantizer.compare;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.QuantizedOps;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.OutputSpec;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.compare.JointProgram.Compared;
import dev.octet.quantizer.compare.JointProgram.Isolation;
import dev.octet.quantizer.compare.JointProgram.Role;
import dev.octet.quantizer.compare.JointProgram.Watch;
import dev.octet.tensor.InputException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts two graphs together. */
final class JointProgramBuilder {
  private static final OpSchema OBSERVE = OpCatalog.standard().get(QuantizedOps.OBSERVE);

  /** A result to be compared as soon as the quantized graph has it. */
  private record Task(int node, int result, Pairing.Pair pair, Pairing.Results values) {}

  private final ExportedProgram reference;
  private final ExportedProgram quantized;
  private final Pairing pairing;
  private final JointInputs inputs;
  private final NameSupply names = new NameSupply();
  private final IsolatedNodes isolated;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Value, Value> joint = new HashMap<>();
  private final ImmutableMap.Builder<String, Watch> watches = ImmutableMap.builder();

  /** By the name of the node that gives what readers see. */
  private final Map<String, List<Task>> tasks = new HashMap<>();

  private final List<Isolation> isolations = new ArrayList<>();

  /** Float nodes by the name of the quantized one, until they stand in the joint graph. */
  private final Map<String, String> awaited = new HashMap<>();

  JointProgramBuilder(ExportedProgram reference, QuantizedModel model) {
    this.reference = reference;
    this.quantized = model.program();
    this.inputs = new JointInputs(reference, quantized);
    this.pairing = Pairing.of(reference.graph(), quantized.graph(), model.annotations());
    this.joint.putAll(inputs.ofQuantized());
    joint.values().forEach(names::take);
    reference.graph().inputs().forEach(names::take);
    for (Node node : reference.graph().nodes()) {
      names.take(node.name());
      node.results().forEach(names::take);
    }
    this.isolated = new IsolatedNodes(quantized.graph(), pairing, this::joint, names, nodes::add);
  }

  JointProgram build() {
    List<Pairing.Pair> compared =
        pairing.pairs().stream().filter(pair -> !pair.results().isEmpty()).toList();
    if (compared.isEmpty()) {
      throw new InputException(
          "the float program and the quantized one have no node in common; compare the program"
              + " that was quantized, as it was before prepare");
    }
    int results = plan(compared);
    merge();
    List<GraphOutput> outputs = new ArrayList<>();
    List<GraphOutput> floats = tensors(reference);
    outputs.addAll(floats);
    for (GraphOutput output : tensors(quantized)) {
      outputs.add(new GraphOutput.Of(joint(((GraphOutput.Of) output).value())));
    }
    if (outputs.size() != 2 * floats.size()) {
      throw new InputException(
          "the float program returns "
              + floats.size()
              + " tensors and the quantized one "
              + (outputs.size() - floats.size())
              + "; compare the program that was quantized, as it was before prepare");
    }
    ImmutableList.Builder<Compared> pairs = ImmutableList.builder();
    for (int i = 0; i < compared.size(); i++) {
      pairs.add(new Compared(compared.get(i), isolations.get(i)));
    }
    return new JointProgram(
        inputs.program(nodes, outputs),
        pairs.build(),
        watches.buildOrThrow(),
        results,
        floats.size());
  }

  /** Notes what is to be compared where; gives the number of results. */
  private int plan(List<Pairing.Pair> compared) {
    pairing.pairs().forEach(pair -> awaited.put(pair.quantized().name(), pair.reference().name()));
    int result = 0;
    for (int i = 0; i < compared.size(); i++) {
      Pairing.Pair pair = compared.get(i);
      isolations.add(isolated.isQuantized(pair) ? Isolation.ACCUMULATED : Isolation.NONE);
      for (Pairing.Results values : pair.results()) {
        Node producer = quantized.graph().producer(values.seen()).orElse(pair.quantized());
        tasks
            .computeIfAbsent(producer.name(), _ -> new ArrayList<>())
            .add(new Task(i, result++, pair, values));
      }
    }
    return result;
  }

  /**
   * Both graphs in their own order; the quantized one goes ahead until a node whose float twin has
   * not been seen yet.
   */
  private void merge() {
    Deque<Node> rest = new ArrayDeque<>(quantized.graph().nodes());
    Set<String> seen = new HashSet<>();
    advance(rest, seen);
    for (Node node : reference.graph().nodes()) {
      nodes.add(node);
      seen.add(node.name());
      advance(rest, seen);
    }
  }

  private void advance(Deque<Node> rest, Set<String> seen) {
    for (Node next = rest.peek(); next != null; next = rest.peek()) {
      String twin = awaited.get(next.name());
      if (twin != null && !seen.contains(twin)) {
        return;
      }
      rest.remove();
      addQuantized(next);
      tasks.getOrDefault(next.name(), List.of()).forEach(this::compare);
    }
  }

  private void addQuantized(Node node) {
    List<Value> results = new ArrayList<>();
    for (Value result : node.results()) {
      Value renamed = new Value(names.fresh("quantized_" + result.name()), result.type());
      joint.put(result, renamed);
      results.add(renamed);
    }
    nodes.add(
        new Node(
            results.size() == 1
                ? results.getFirst().name()
                : names.fresh("quantized_" + node.name()),
            node.op(),
            node.operands().stream().map(this::joint).toList(),
            results,
            node.origin()));
  }

  private void compare(Task task) {
    Value accumulated = joint(task.values.seen());
    boolean copied = false;
    Value alone = accumulated;
    if (isolations.get(task.node) != Isolation.NONE) {
      alone = isolated.seen(task.pair, task.values);
      copied = !alone.equals(accumulated);
    }
    if (copied) {
      isolations.set(task.node, Isolation.COPY);
    }
    watch(
        task.values.reference(), new Watch(Role.REFERENCE, task.node, task.result, copied ? 2 : 1));
    watch(accumulated, new Watch(Role.ACCUMULATED, task.node, task.result, 0));
    if (copied) {
      watch(alone, new Watch(Role.ISOLATED, task.node, task.result, 0));
    }
  }

  private void watch(Value value, Watch watch) {
    Value shown = new Value(names.fresh("watched_" + value.name()), value.type());
    List<Argument> arguments = List.of(new Argument.Operand(0), Argument.of(shown.name()));
    nodes.add(
        new Node(
            shown.name(),
            Ops.of(OBSERVE, arguments),
            List.of(value),
            List.of(shown),
            Origin.UNKNOWN));
    watches.put(shown.name(), watch);
  }

  private Value joint(Value value) {
    return joint.getOrDefault(value, value);
  }

  /** The user's outputs that are tensors. */
  private static List<GraphOutput> tensors(ExportedProgram program) {
    List<GraphOutput> tensors = new ArrayList<>();
    for (int i = 0; i < program.outputs().size(); i++) {
      if (program.outputs().get(i) instanceof OutputSpec.User
          && program.graph().outputs().get(i) instanceof GraphOutput.Of(Value value)
          && value.type() instanceof TensorType) {
        tensors.add(program.graph().outputs().get(i));
      }
    }
    return tensors;
  }
}
