package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.GraphView;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodeCapture;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Dequantize;
import dev.octet.op.Quantize;
import dev.octet.op.ViewLike;
import java.util.List;
import java.util.Optional;

/**
 * Quantizes before a change of shape, so that the kernel that computes the value can quantize it,
 * and bytes are moved in place of floats. Where the quantize gives the integers of a dequantize in
 * front again, all stays: that is fused as a whole.
 *
 * <pre>{@code
 * before: %y = aten.permute.default(%x, …)        read by %q alone
 *         %q = quantize_per_tensor(%y, …)
 * after:  %p = quantize_per_tensor(%x, …)
 *         %q = aten.permute.default(%p, …)
 * }</pre>
 */
final class QuantizeBeforeView implements RewriteRule {
  private static final NodeCapture<ViewLike> VIEW = NodeCapture.named("view");
  private static final NodePattern<Quantize> PATTERN =
      Pattern.op(Quantize.class)
          .where(quantize -> !quantize.isDynamic())
          .operand("input", Pattern.op(ViewLike.class).singleUse().as(VIEW));

  @Override
  public NodePattern<Quantize> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node quantize = match.root();
    Node view = match.node(VIEW);
    Value source = view.operand(0);
    if (isDequantized(source, (Quantize) quantize.op(), match.graph())) {
      return Optional.empty();
    }
    Value integers = Moved.of(quantize, List.of(source), builder);
    return Optional.of(Replacement.by(Moved.of(view, List.of(integers), builder)));
  }

  /** True if the value comes, over changes of shape, from integers that the quantize restores. */
  private static boolean isDequantized(Value value, Quantize quantize, GraphView graph) {
    Optional<Node> producer = graph.producer(value);
    return producer.isPresent()
        && switch (producer.get().op()) {
          case Dequantize op -> quantize.restores(op);
          case ViewLike _ -> isDequantized(producer.get().operand(0), quantize, graph);
          default -> false;
        };
  }
}
