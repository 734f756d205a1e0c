package dev.octet.quantizer.convert.reference;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Convolution;
import dev.octet.op.Quantize;
import java.util.Optional;

/**
 * Computes a convolution between dequantize and quantize in integers, of one to three dimensions,
 * with groups, strides, padding and dilation as they are. As the zero point is taken off before,
 * the zeros of the padding are zeros.
 *
 * <pre>{@code
 * before: %q = quantize_per_tensor(conv2d(dequantize(%x), dequantize(%w), %b, …), s, z, …)
 * after:  %q = clamp(round((conv2d(%x − zx, %w − zw, …) + round(%b / (sx·sw))) · (sx·sw / s)) + z)
 * }</pre>
 */
final class RequantizeConvolution implements RewriteRule {
  private static final LayerPattern<Convolution> PATTERN = new LayerPattern<>(Convolution.class);

  @Override
  public NodePattern<Quantize> pattern() {
    return PATTERN.quantized();
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    return PATTERN.requantize(match, builder);
  }
}
