package dev.octet.lowering.freeze;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.Ops;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes convolutions whose padding is a word with numbers. {@code valid} is none; {@code same}
 * keeps the size of the image, and where it takes an odd number of elements, the last of them are
 * added behind the image first.
 *
 * <pre>{@code
 * before: %y = aten.conv2d.padding(%x, %w, None, [1, 1], "same")      a window of 4 × 3
 * after:  %p = aten.constant_pad_nd.default(%x, [0, 0, 0, 1])
 *         %y = aten.conv2d.default(%p, %w, None, [1, 1], [1, 1])
 * }</pre>
 */
final class ExplicitPadding {
  private static final Set<String> CONVOLUTIONS = Set.of("conv1d", "conv2d", "conv3d");

  private ExplicitPadding() {}

  static FrozenGraph apply(FrozenGraph frozen) {
    Graph graph = frozen.graph();
    if (graph.nodes().stream().noneMatch(ExplicitPadding::isPaddedByWord)) {
      return frozen;
    }
    NameSupply names = frozen.names();
    List<Node> nodes =
        graph.nodes().stream()
            .flatMap(node ->
                isPaddedByWord(node)
                    ? Parts.of(node, names, at -> pad(node, at)).stream()
                    : Stream.of(node))
            .toList();
    return frozen.withGraph(new Graph(graph.inputs(), nodes, graph.outputs()));
  }

  private static boolean isPaddedByWord(Node node) {
    Op op = node.op();
    return CONVOLUTIONS.contains(op.name().base())
        && op.argument("padding") instanceof Argument.Str
        && node.operand(1).tensorType().isStatic();
  }

  private static void pad(Node node, GraphBuilder at) {
    boolean same = node.op().argument("padding").equals(new Argument.Str("same"));
    Shape weight = node.operand(1).tensorType().shape();
    List<Argument> dilations = ((Argument.ListOf) node.op().argument("dilation")).elements();
    ImmutableList.Builder<Argument> paddings = ImmutableList.builder();
    // From the last dimension on, in front of and behind each.
    List<Long> behind = new ArrayList<>();
    for (int i = 0; i < weight.rank() - 2; i++) {
      Argument dilation = dilations.get(dilations.size() == 1 ? 0 : i);
      long total = same ? ((Argument.Int) dilation).value() * (weight.size(i + 2) - 1) : 0;
      paddings.add(new Argument.Int(total / 2));
      behind.addAll(0, List.of(0L, total % 2));
    }
    List<Value> operands = new ArrayList<>(node.operands());
    if (behind.contains(1L)) {
      operands.set(0, at.call(OpName.aten("constant_pad_nd", "default"), operands.get(0), behind));
    }
    at.node(withPaddings(node.op(), new Argument.ListOf(paddings.build())), operands);
  }

  private static Op withPaddings(Op op, Argument paddings) {
    List<Argument> arguments =
        op.arguments().stream()
            .map(argument -> argument instanceof Argument.Str ? paddings : argument)
            .toList();
    return Ops.of(OpCatalog.standard().get(OpName.aten(op.name().base(), "default")), arguments);
  }
}
