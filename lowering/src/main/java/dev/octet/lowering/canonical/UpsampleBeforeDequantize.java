package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Dequantize;
import dev.octet.op.Quantize;
import dev.octet.op.Upsample;
import java.util.List;
import java.util.Optional;

/**
 * Moves a dequantize past pixels that are repeated, to the one that needs floats; integers are what
 * the kernels of products read.
 *
 * <pre>{@code
 * before: %x = dequantize_per_tensor(%q, …)
 *         %y = aten.upsample_nearest2d.vec(%x, …) not read by a quantize
 * after:  %p = aten.upsample_nearest2d.vec(%q, …)
 *         %y = dequantize_per_tensor(%p, …)
 * }</pre>
 */
final class UpsampleBeforeDequantize implements RewriteRule {
  private static final NodePattern<Upsample> PATTERN =
      Pattern.op(Upsample.class).where(Upsample::isNearest);

  @Override
  public NodePattern<Upsample> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node upsample = match.root();
    Optional<Node> dequantize =
        match
            .graph()
            .producer(upsample.operand(0))
            .filter(node -> node.op() instanceof Dequantize op && !op.isDynamic());
    boolean quantized =
        match.graph().uses(upsample.result()).stream()
            .anyMatch(use -> use.user().op() instanceof Quantize);
    if (dequantize.isEmpty() || quantized) {
      return Optional.empty();
    }
    Value integers = Moved.of(upsample, List.of(dequantize.get().operand(0)), builder);
    return Optional.of(Replacement.by(Moved.of(dequantize.get(), List.of(integers), builder)));
  }
}
