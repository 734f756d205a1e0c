package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.Op;
import dev.octet.op.infer.PermutationTypes;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes each view that puts dimensions into another order as a permute, whatever its name.
 *
 * <pre>{@code
 * before: %y = aten.swapaxes.default(%x, -2, -3)  x of 1 × 16 × 49 × 128
 * after:  %y = aten.permute.default(%x, [0, 2, 1, 3])
 * }</pre>
 */
final class ViewAsPermute implements RewriteRule {
  private static final Set<String> NAMES =
      Set.of("swapaxes", "swapdims", "movedim", "moveaxis", "mT", "numpy_T");

  private static final NodePattern<Op> PATTERN =
      Pattern.op(Op.class)
          .where(op -> op.name().namespace().equals("aten") && NAMES.contains(op.name().base()));

  @Override
  public NodePattern<Op> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node view = match.root();
    List<Integer> order = order(view.op(), view.operand(0).tensorType().shape());
    return Optional.of(
        Replacement.by(builder.at(view.origin()).call(AtenOps.PERMUTE, view.operand(0), order)));
  }

  /** For each dimension of the result that of the operand. */
  private static List<Integer> order(Op op, Shape shape) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
    if (shape.rank() == 0) {
      return order;
    }
    return switch (op.name().base()) {
      case "movedim", "moveaxis" ->
          PermutationTypes.moves(
              shape.rank(), dimensions(op, "source", shape), dimensions(op, "destination", shape));
      case "numpy_T" -> order.reversed();
      case "mT" -> swapped(order, shape.rank() - 2, shape.rank() - 1);
      case "swapdims" ->
          swapped(order, dimensions(op, "dim0", shape), dimensions(op, "dim1", shape));
      default -> swapped(order, dimensions(op, "axis0", shape), dimensions(op, "axis1", shape));
    };
  }

  private static List<Integer> swapped(
      List<Integer> order, List<Integer> first, List<Integer> second) {
    return swapped(order, first.getFirst(), second.getFirst());
  }

  private static List<Integer> swapped(List<Integer> order, int first, int second) {
    Collections.swap(order, first, second);
    return order;
  }

  /** The dimensions that an argument names, one or several. */
  private static List<Integer> dimensions(Op op, String parameter, Shape shape) {
    Argument given = op.argument(parameter);
    List<Argument> all = given instanceof Argument.ListOf(var elements) ? elements : List.of(given);
    return all.stream().map(d -> shape.normalize(((Argument.Int) d).value())).toList();
  }
}
