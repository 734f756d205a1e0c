package dev.octet.quantizer.prepare;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
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
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.observe.RunningObserver;
import dev.octet.quantizer.spec.BiasDerivation;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts an {@code octet.observe} node wherever a site is observed, in the order and under the names
 * of PyTorch's prepare: nodes in graph order, what a node reads before what it gives. An observer
 * stands directly behind the value it watches; nodes whose sites share it read it there.
 */
public final class InsertObservers {
  private static final OpSchema OBSERVE = OpCatalog.standard().get(QuantizedOps.OBSERVE);

  /** An observer node to be, with the group it belongs to. */
  private record Inserted(String name, ObserverPlan.Slot slot, Value observed, Value result) {}

  private final Graph graph;
  private final ObserverPlan plan;
  private final NameSupply names = new NameSupply();
  private final Map<Value, Value> rerouted = new HashMap<>();

  /** Behind each value, newest first: an inserted node stands next to what it observes. */
  private final Map<Value, Deque<Inserted>> behind = new HashMap<>();

  private final List<Inserted> inOrder = new ArrayList<>();
  private final Map<ObserverPlan.Slot, String> slotNames = new HashMap<>();
  private final Map<String, Origin> origins = new HashMap<>();
  private int counter;

  private InsertObservers(Graph graph, ObserverPlan plan) {
    this.graph = graph;
    this.plan = plan;
    graph.inputs().forEach(names::take);
    for (Node node : graph.nodes()) {
      names.take(node.name());
      node.results().forEach(names::take);
    }
  }

  /** The program with the observers of a plan. */
  public static PreparedProgram apply(ExportedProgram program, ObserverPlan plan) {
    return new InsertObservers(program.graph(), plan).insert(program);
  }

  private PreparedProgram insert(ExportedProgram program) {
    for (Value input : graph.inputs()) {
      observeResult(input, Origin.UNKNOWN);
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<Value> operands = new ArrayList<>();
      for (int i = 0; i < node.operands().size(); i++) {
        operands.add(observedOperand(node, i));
      }
      nodes.add(node.withOperands(operands));
      for (Value result : node.results()) {
        observeResult(result, node.origin());
      }
    }
    List<GraphOutput> outputs = new ArrayList<>();
    for (GraphOutput output : graph.outputs()) {
      outputs.add(
          output instanceof GraphOutput.Of(Value value)
              ? new GraphOutput.Of(rerouted.getOrDefault(value, value))
              : output);
    }
    Map<ObserverPlan.Slot, ObserverGroup> groups = makeGroups();
    ImmutableMap.Builder<String, ObserverGroup> byNode = ImmutableMap.builder();
    for (Inserted inserted : inOrder) {
      ObserverGroup group = groups.get(inserted.slot);
      if (group != null) {
        byNode.put(inserted.name, group);
      }
    }
    Graph prepared = new Graph(graph.inputs(), withInserted(nodes), outputs);
    return new PreparedProgram(
        program.withGraph(prepared), ImmutableList.copyOf(groups.values()), byNode.buildOrThrow());
  }

  private Value observedOperand(Node node, int operand) {
    Value original = node.operand(operand);
    Value current = rerouted.getOrDefault(original, original);
    ObserverPlan.Slot slot = observed(plan.slot(Site.input(node, operand)));
    if (slot == null || slot == observed(plan.slot(Site.output(original)))) {
      return current;
    }
    for (Inserted there : behind.getOrDefault(current, new ArrayDeque<>())) {
      if (there.slot == slot) {
        return there.result;
      }
    }
    return add(slot, current, node.origin());
  }

  private void observeResult(Value value, Origin origin) {
    ObserverPlan.Slot slot = observed(plan.slot(Site.output(value)));
    if (slot != null) {
      rerouted.put(value, add(slot, value, origin));
    }
  }

  private static ObserverPlan.@Nullable Slot observed(ObserverPlan.@Nullable Slot slot) {
    return slot == null || !slot.isObserved() ? null : slot;
  }

  private Value add(ObserverPlan.Slot slot, Value value, Origin origin) {
    String name;
    do {
      name = "activation_post_process_" + counter++;
    } while (!names.take(name));
    slotNames.putIfAbsent(slot, name);
    origins.put(name, origin);
    Inserted inserted = new Inserted(name, slot, value, new Value(name, value.type()));
    behind.computeIfAbsent(value, _ -> new ArrayDeque<>()).addFirst(inserted);
    inOrder.add(inserted);
    return inserted.result;
  }

  private List<Node> withInserted(List<Node> nodes) {
    List<Node> result = new ArrayList<>();
    graph.inputs().forEach(input -> emitBehind(input, result));
    for (Node node : nodes) {
      result.add(node);
      node.results().forEach(value -> emitBehind(value, result));
    }
    return result;
  }

  private void emitBehind(Value value, List<Node> result) {
    for (Inserted inserted : behind.getOrDefault(value, new ArrayDeque<>())) {
      String group = slotNames.getOrDefault(inserted.slot, inserted.name);
      List<Argument> arguments = List.of(new Argument.Operand(0), Argument.of(group));
      result.add(
          new Node(
              inserted.name,
              Ops.of(OBSERVE, arguments),
              List.of(inserted.observed),
              List.of(inserted.result),
              origins.getOrDefault(inserted.name, Origin.UNKNOWN)));
      emitBehind(inserted.result, result);
    }
  }

  private Map<ObserverPlan.Slot, ObserverGroup> makeGroups() {
    Map<ObserverPlan.Slot, Integer> places = new LinkedHashMap<>();
    inOrder.forEach(inserted -> places.merge(inserted.slot, 1, Integer::sum));
    Map<ObserverPlan.Slot, ObserverGroup> groups = new LinkedHashMap<>();
    places.forEach((slot, count) -> {
      if (slot.observer != null) {
        groups.put(slot, observedGroup(slot, count));
      }
    });
    Map<ObserverPlan.Slot, ObserverGroup> all = new LinkedHashMap<>();
    places.forEach((slot, _) -> {
      ObserverGroup group = groups.get(slot);
      all.put(slot, group != null ? group : derivedGroup(slot, groups));
    });
    return all;
  }

  private ObserverGroup observedGroup(ObserverPlan.Slot slot, int places) {
    return new ObserverGroup(
        slotNames.getOrDefault(slot, "unobserved"),
        slot.sites,
        Optional.ofNullable(slot.observer).map(observer -> new RunningObserver(observer, places)),
        Optional.empty(),
        ImmutableList.of());
  }

  private ObserverGroup derivedGroup(
      ObserverPlan.Slot slot, Map<ObserverPlan.Slot, ObserverGroup> observed) {
    DerivedQuantizationSpec derivation = Objects.requireNonNull(slot.derivation);
    ImmutableList.Builder<ObserverGroup> sources = ImmutableList.builder();
    for (Site source : derivation.derivedFrom()) {
      ObserverPlan.Slot from = plan.slot(source);
      ObserverGroup group = from == null ? null : observed.get(from);
      if (group == null) {
        throw new AnnotationException(
            slot.sites.getFirst()
                + " derives its parameters from "
                + source
                + ", which nothing observes");
      }
      sources.add(group);
    }
    requireOneScale(slot.sites.getFirst(), derivation, plan);
    return new ObserverGroup(
        slotNames.getOrDefault(slot, "unobserved"),
        slot.sites,
        Optional.empty(),
        Optional.of(derivation),
        sources.build());
  }

  /** Refuses what the formula of a bias cannot give, before anybody calibrates for it. */
  private static void requireOneScale(
      Site site, DerivedQuantizationSpec derivation, ObserverPlan plan) {
    boolean perChannel = derivation.qscheme() != null && derivation.qscheme().isPerChannel();
    if (perChannel || derivation.derivation() != BiasDerivation.PRODUCT_OF_SCALES) {
      return;
    }
    for (Site source : derivation.derivedFrom()) {
      QScheme scheme = plan.observer(source).map(from -> from.settings().qscheme()).orElse(null);
      if (scheme != null && scheme.isPerChannel()) {
        throw new AnnotationException(
            site
                + " takes one scale for the tensor, but derives it from "
                + source
                + ", which has one for each channel ("
                + scheme
                + "); give DerivedQuantizationSpec.bias true for perChannel, or "
                + source
                + " a scheme per tensor");
      }
    }
  }
}
