package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.GraphView;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Dequantize;
import dev.octet.op.Op;
import dev.octet.op.Quantize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves a dequantize to the one that needs floats, past operators that only move elements; integers
 * are what the kernels of products read.
 *
 * <pre>{@code
 * before: %x = dequantize_per_tensor(%q, …)
 *         %y = aten.permute.default(%x, …)        not read by a quantize
 * after:  %p = aten.permute.default(%q, …)
 *         %y = dequantize_per_tensor(%p, …)
 * }</pre>
 */
final class MoveBeforeDequantize implements RewriteRule {
  private static final NodePattern<Op> PATTERN = Pattern.op(Op.class).where(Moves::isMove);

  @Override
  public NodePattern<Op> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node move = match.root();
    Optional<Node> dequantize =
        match
            .graph()
            .producer(move.operand(0))
            .filter(node -> node.op() instanceof Dequantize op && !op.isDynamic());
    if (dequantize.isEmpty()
        || move.results().stream().anyMatch(result -> isQuantized(result, match.graph()))) {
      return Optional.empty();
    }
    List<Value> floats = new ArrayList<>();
    for (Value integers : Moved.allOf(move, List.of(dequantize.get().operand(0)), builder)) {
      floats.add(Moved.of(dequantize.get(), List.of(integers), builder));
    }
    return Optional.of(Replacement.by(floats));
  }

  /** True if a quantize reads it, after more moves perhaps. */
  private static boolean isQuantized(Value value, GraphView graph) {
    return graph.uses(value).stream()
        .anyMatch(use ->
            use.user().op() instanceof Quantize
                || (Moves.isMove(use.user().op())
                    && use.user().results().stream()
                        .anyMatch(result -> isQuantized(result, graph))));
  }
}
