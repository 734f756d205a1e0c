package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
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
import dev.octet.op.Upsample;
import java.util.List;
import java.util.Optional;

/**
 * Quantizes before pixels are repeated, so that the kernel that computes them can quantize them,
 * each of them once. Integers that the quantize would restore are repeated as they are.
 *
 * <pre>{@code
 * before: %y = aten.upsample_nearest2d.vec(%x, …) read by %q alone
 *         %q = quantize_per_tensor(%y, …)
 * after:  %p = quantize_per_tensor(%x, …)
 *         %q = aten.upsample_nearest2d.vec(%p, …)
 * }</pre>
 */
final class QuantizeBeforeUpsample implements RewriteRule {
  private static final NodeCapture<Upsample> UPSAMPLE = NodeCapture.named("upsample");
  private static final NodePattern<Quantize> PATTERN =
      Pattern.op(Quantize.class)
          .where(quantize -> !quantize.isDynamic())
          .operand(
              "input",
              Pattern.op(Upsample.class).where(Upsample::isNearest).singleUse().as(UPSAMPLE));

  @Override
  public NodePattern<Quantize> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node quantize = match.root();
    Node upsample = match.node(UPSAMPLE);
    Value source = upsample.operand(0);
    Value integers =
        match
            .graph()
            .producer(source)
            .filter(node ->
                node.op() instanceof Dequantize op && ((Quantize) quantize.op()).restores(op))
            .map(node -> node.operand(0))
            .orElseGet(() -> Moved.of(quantize, List.of(source), builder));
    return Optional.of(Replacement.by(Moved.of(upsample, List.of(integers), builder)));
  }
}
