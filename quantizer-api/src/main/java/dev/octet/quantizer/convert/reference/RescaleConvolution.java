package dev.octet.quantizer.convert.reference;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Convolution;
import java.util.Optional;

/**
 * Computes a convolution in integers whose result stays a float.
 *
 * <pre>{@code
 * before: %y = conv2d(dequantize(%x), dequantize(%w), %b, …)
 * after:  %y = conv2d(%x − zx, %w − zw, …) · (sx·sw) + %b
 * }</pre>
 */
final class RescaleConvolution implements RewriteRule {
  private static final LayerPattern<Convolution> PATTERN = new LayerPattern<>(Convolution.class);

  @Override
  public NodePattern<Convolution> pattern() {
    return PATTERN.alone();
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    return PATTERN.rescale(match, builder);
  }
}
