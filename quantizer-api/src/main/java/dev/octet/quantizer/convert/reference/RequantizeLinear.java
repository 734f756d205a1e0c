package dev.octet.quantizer.convert.reference;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Linear;
import dev.octet.op.Quantize;
import java.util.Optional;

/**
 * Computes a linear layer between dequantize and quantize in integers, with or without bias, and
 * with a ReLU behind it or none.
 *
 * <pre>{@code
 * before: %q = quantize_per_tensor(linear(dequantize(%x), dequantize(%w), %b), s, z, …)
 * after:  %q = clamp(round((linear(%x − zx, %w − zw) + round(%b / (sx·sw))) · (sx·sw / s)) + z)
 * }</pre>
 */
final class RequantizeLinear implements RewriteRule {
  private static final LayerPattern<Linear> PATTERN = new LayerPattern<>(Linear.class);

  @Override
  public NodePattern<Quantize> pattern() {
    return PATTERN.quantized();
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    return PATTERN.requantize(match, builder);
  }
}
