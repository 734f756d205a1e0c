package dev.octet.quantizer.convert;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Use;
import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.observe.Observer;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.prepare.PreparedProgram;
import dev.octet.quantizer.prepare.StateEditor;
import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts quantize and dequantize in the place of each observer. */
final class ReplaceObservers {
  private final PreparedProgram prepared;
  private final Graph graph;
  private final StateEditor state;
  private final NameSupply names = new NameSupply();
  private final ReaderOrder readers;

  private ReplaceObservers(PreparedProgram prepared) {
    this.prepared = prepared;
    this.graph = prepared.program().graph();
    this.state = new StateEditor(prepared.program());
    this.readers = new ReaderOrder(graph.nodes());
    graph.inputs().forEach(names::take);
    for (Node node : graph.nodes()) {
      names.take(node.name());
      node.results().forEach(names::take);
    }
  }

  /** The program with pairs, and the order in which its values are read. */
  record Replaced(ExportedProgram program, NameSupply names, ReaderOrder readers) {}

  static Replaced apply(PreparedProgram prepared) {
    return new ReplaceObservers(prepared).run();
  }

  private Replaced run() {
    QuantizedPair pairs = new QuantizedPair(names, state);
    Map<Value, Value> replaced = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node current =
          node.withOperands(
              node.operands().stream().map(v -> replaced.getOrDefault(v, v)).toList());
      if (!PreparedProgram.isObserver(node)) {
        nodes.add(current);
        continue;
      }
      ObserverGroup group =
          prepared
              .observer(node)
              .orElseThrow(
                  () -> new ConvertException(node + " names no observer of this prepared program"));
      List<Node> pair = expand(pairs, group, node, current.operand(0));
      nodes.addAll(pair);
      replaced.put(node.result(), pair.isEmpty() ? current.operand(0) : pair.getLast().result());
      readers
          .sorted(graph.uses(node.result()).stream().map(Use::user).toList())
          .forEach(readers::touch);
    }
    List<GraphOutput> outputs = new ArrayList<>();
    for (GraphOutput output : graph.outputs()) {
      outputs.add(
          output instanceof GraphOutput.Of(Value value)
              ? new GraphOutput.Of(replaced.getOrDefault(value, value))
              : output);
    }
    return new Replaced(state.program(nodes, outputs), names, readers);
  }

  private List<Node> expand(QuantizedPair pairs, ObserverGroup group, Node observer, Value input) {
    Value source = prepared.watched(observer);
    Origin origin = graph.producer(source).map(Node::origin).orElse(observer.origin());
    if (group.observer().isPresent()) {
      Observer observed = group.observer().get().observer();
      DType dtype = observed.settings().dtype();
      if (observed.settings().isDynamic()) {
        return pairs.dynamic(input, QuantizedPair.Target.of(group), origin);
      }
      if (dtype == DType.FLOAT16) {
        return pairs.half(input, origin);
      }
      if (dtype == DType.FLOAT32) {
        return List.of();
      }
      if (!observed.computesQParams()) {
        throw new ConvertException(
            "the observer of "
                + describe(source)
                + " is "
                + observed.className()
                + ", which computes no scale for "
                + dtype
                + "; give the site an observer that does, a dynamic spec, or f16");
      }
    }
    QuantizedPair.Target target = QuantizedPair.Target.of(group);
    QParams qparams = FittingQParams.of(group, source, target);
    return pairs.fixed(input, target, qparams, scope(source), origin);
  }

  private String describe(Value value) {
    return graph.producer(value).map(Node::toString).orElse(value.toString());
  }

  /** As PyTorch has it: the last part of the path of the module that made the tensor. */
  private String scope(Value source) {
    String path = graph.producer(source).map(node -> node.origin().modulePath()).orElse("");
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
