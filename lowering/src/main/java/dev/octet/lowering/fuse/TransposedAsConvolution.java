package dev.octet.lowering.fuse;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.Convolution;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.HasWeight;
import dev.octet.op.Quantize;
import dev.octet.op.TransposedConvolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes transposed convolutions as plain ones: those without stride, which are plain ones with the
 * kernel turned, and those of integers where only plain ones are computed in integers. Then the
 * phases of the result are channels ({@link PhaseWindow}), with the functions and the quantize
 * behind them, before they are put side by side and the edges are cut off.
 *
 * <pre>{@code
 * before: %x = dequantize_per_tensor(%i, …)              8 channels of 7 × 7
 *         %w = dequantize_per_channel(%k, …)             a window of 4 × 4
 *         %y = aten.conv_transpose2d.input(%x, %w, None, [2, 2], [1, 1])
 *         %q = quantize_per_tensor(%y, …)                3 channels of 14 × 14
 * after:  %c = aten.conv2d.default(%x, %v, None, [1, 1], [1, 1])     12 channels of 8 × 8
 *         %p = quantize_per_tensor(%c, …)
 *         %s = %p, its 12 channels side by side          3 channels of 16 × 16
 *         %q = %s, 14 × 14 from 1, 1 on
 * }</pre>
 */
public final class TransposedAsConvolution {
  private static final int OUTPUT_CHANNELS = 1;

  private final FrozenGraph frozen;
  private final FusionPolicy policy;
  private final NameSupply names;

  /** The nodes that take the place of one. */
  private final Map<Node, List<Node>> replaced = new HashMap<>();

  private TransposedAsConvolution(FrozenGraph frozen, FusionPolicy policy) {
    this.frozen = frozen;
    this.policy = policy;
    this.names = frozen.names();
  }

  /** The graph in which that is done; the weights are still to be folded. */
  public static FrozenGraph apply(FrozenGraph frozen, FusionPolicy policy) {
    Graph graph = frozen.graph();
    if (graph.nodes().stream().noneMatch(node -> node.op() instanceof TransposedConvolution)) {
      return frozen;
    }
    TransposedAsConvolution pass = new TransposedAsConvolution(frozen, policy);
    graph.nodes().forEach(pass::visit);
    List<Node> nodes =
        graph.nodes().stream()
            .flatMap(node -> pass.replaced.getOrDefault(node, List.of(node)).stream())
            .toList();
    return frozen.withGraph(new Graph(graph.inputs(), nodes, graph.outputs()));
  }

  private void visit(Node node) {
    if (!(node.op() instanceof TransposedConvolution op)) {
      return;
    }
    Value weight = node.operand(op.weightOperand());
    Optional<Node> dequantize = producer(weight).filter(this::isCentred);
    Optional<Phases> phases = Phases.of(node, op);
    if (phases.isEmpty() || (dequantize.isEmpty() && frozen.constant(weight).isEmpty())) {
      return;
    }
    boolean plain = phases.get().isOne();
    if (!plain && (dequantize.isEmpty() || multipliesIntegers(node, dequantize.get()))) {
      return;
    }
    List<Node> chain = chain(node);
    List<Node> parts =
        Graph.fragment(names, at -> build(phases.get(), weight, dequantize, chain, at));
    if (plain || parts.stream().anyMatch(part -> multipliesIntegers(part, dequantize.get()))) {
      chain.forEach(part -> replaced.put(part, List.of()));
      replaced.put(chain.getLast(), named(parts, chain));
    }
  }

  private static void build(
      Phases phases,
      Value weight,
      Optional<Node> dequantize,
      List<Node> chain,
      GraphBuilder builder) {
    GraphBuilder at = builder.at(chain.getFirst().origin());
    Value value =
        dequantize
            .map(node -> phases.convolution(node, at))
            .orElseGet(() -> phases.convolution(phases.turned(weight, at), at));
    for (Node follower : chain.subList(1, chain.size())) {
      value = builder.at(follower.origin()).node(follower.op(), List.of(value)).result();
    }
    phases.sideBySide(value, builder.at(chain.getLast().origin()));
  }

  /**
   * The parts under the names by which people know what they do. The last one gives what readers
   * and outputs know.
   */
  private static List<Node> named(List<Node> parts, List<Node> chain) {
    List<Node> named = new ArrayList<>();
    Iterator<Node> unnamed = chain.iterator();
    boolean begun = false;
    for (Node part : parts) {
      begun |= part.op() instanceof Convolution;
      String name = begun && unnamed.hasNext() ? unnamed.next().name() : part.name();
      List<Value> results =
          part.equals(parts.getLast()) ? chain.getLast().results() : part.results();
      named.add(new Node(name, part.op(), part.operands(), results, part.origin()));
    }
    return named;
  }

  private Optional<Node> producer(Value value) {
    return frozen.graph().producer(value);
  }

  /** True if integers are constant and stand for numbers with scales alone. */
  private boolean isCentred(Node dequantize) {
    boolean centred =
        switch (dequantize.op()) {
          case Dequantize op -> !op.isDynamic() && op.zeroPoint() == 0;
          case DequantizePerChannel op ->
              op.axis() == OUTPUT_CHANNELS
                  && dequantize.operands().stream()
                      .allMatch(value -> frozen.constant(value).isPresent())
                  && op.operandIndex("zero_points").stream()
                      .allMatch(points ->
                          FuseContraction.isZero(
                              frozen.constant(dequantize.operand(points)).orElseThrow()));
          default -> false;
        };
    return centred && frozen.constant(dequantize.operand(0)).isPresent();
  }

  /** True if a node is a convolution of dequantized images, and the policy has it in integers. */
  private boolean multipliesIntegers(Node node, Node weight) {
    Value stored = weight.operand(0);
    Weight integers =
        new Weight(stored, frozen.constant(stored), Optional.empty(), Optional.empty());
    return node.op() instanceof HasWeight op
        && producer(node.operand(op.inputOperand())).map(Node::op).orElse(null)
            instanceof Dequantize activations
        && policy
            .declinesInt8(node, activations.dtype(), activations.quantMax(), integers)
            .isEmpty();
  }

  /** The node, and the functions and the quantize behind it that nothing else reads. */
  private List<Node> chain(Node node) {
    Graph graph = frozen.graph();
    List<Node> chain = new ArrayList<>(List.of(node));
    while (!(chain.getLast().op() instanceof Quantize)
        && graph.hasSingleUse(chain.getLast().result())) {
      Node next = graph.uses(chain.getLast().result()).getFirst().user();
      boolean quantizes =
          next.op() instanceof Quantize op && !op.isDynamic() && next.operands().size() == 1;
      if (!quantizes && !Epilogue.isFunction(next)) {
        break;
      }
      chain.add(next);
    }
    return chain;
  }
}
