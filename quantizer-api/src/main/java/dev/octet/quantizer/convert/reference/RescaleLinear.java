package dev.octet.quantizer.convert.reference;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Linear;
import java.util.Optional;

/**
 * Computes a linear layer in integers whose result stays a float, as that of dynamic quantization
 * does.
 *
 * <pre>{@code
 * before: %y = linear(dequantize(%x), dequantize(%w), %b)
 * after:  %y = linear(%x − zx, %w − zw) · (sx·sw) + %b
 * }</pre>
 */
final class RescaleLinear implements RewriteRule {
  private static final LayerPattern<Linear> PATTERN = new LayerPattern<>(Linear.class);

  @Override
  public NodePattern<Linear> pattern() {
    return PATTERN.alone();
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    return PATTERN.rescale(match, builder);
  }
}
