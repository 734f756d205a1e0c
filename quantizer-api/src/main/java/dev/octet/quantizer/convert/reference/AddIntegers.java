package dev.octet.quantizer.convert.reference;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Quantize;
import java.util.Optional;

/**
 * Adds two quantized tensors in integers.
 *
 * <pre>{@code
 * before: %q = quantize_per_tensor(add(dequantize(%x), dequantize(%y)), s, z, …)
 * after:  %q = clamp(round((%x − zx) · (sx / s)) + round((%y − zy) · (sy / s)) + z)
 * }</pre>
 */
final class AddIntegers implements RewriteRule {
  @Override
  public NodePattern<Quantize> pattern() {
    return IntegerSum.PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    return IntegerSum.rewrite(match, builder, false);
  }
}
