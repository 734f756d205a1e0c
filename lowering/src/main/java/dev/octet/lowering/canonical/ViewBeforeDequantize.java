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
 * Moves a dequantize to the one that needs floats, past changes of shape; integers are what the
 * kernels of products read.
 *
 * <pre>{@code
 * before: %x = dequantize_per_tensor(%q, …)
 *         %y = aten.permute.default(%x, …)        not read by a quantize
 * after:  %p = aten.permute.default(%q, …)
 *         %y = dequantize_per_tensor(%p, …)
 * }</pre>
 */
final class ViewBeforeDequantize implements RewriteRule {
  private static final NodeCapture<Dequantize> DEQUANTIZE = NodeCapture.named("dequantize");
  private static final NodePattern<ViewLike> PATTERN =
      Pattern.op(ViewLike.class)
          .operand(
              "self",
              Pattern.op(Dequantize.class)
                  .where(dequantize -> !dequantize.isDynamic())
                  .as(DEQUANTIZE));

  @Override
  public NodePattern<ViewLike> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node view = match.root();
    Node dequantize = match.node(DEQUANTIZE);
    if (isQuantized(view.result(), match.graph())) {
      return Optional.empty();
    }
    Value integers = Moved.of(view, List.of(dequantize.operand(0)), builder);
    return Optional.of(Replacement.by(Moved.of(dequantize, List.of(integers), builder)));
  }

  /** True if a quantize reads it, after more changes of shape perhaps. */
  private static boolean isQuantized(Value value, GraphView graph) {
    return graph.uses(value).stream()
        .anyMatch(use ->
            use.user().op() instanceof Quantize
                || (use.user().op() instanceof ViewLike
                    && isQuantized(use.user().result(), graph)));
  }
}
