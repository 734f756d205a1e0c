package dev.octet.quantizer.convert.reference;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodeCapture;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.DequantizePerChannel;
import java.util.Optional;

/**
 * Spells out dequantize with a scale for each index of a dimension, with or without zero points.
 *
 * <pre>{@code
 * before: %x = dequantize_per_channel(%q, %s, %z, 0, …)       q of two dimensions
 * after:  %x = (%q − view(%z, [-1, 1])) · view(%s, [-1, 1])
 * }</pre>
 */
final class DecomposeDequantizePerChannel implements RewriteRule {
  private static final NodeCapture<DequantizePerChannel> DEQUANTIZE =
      NodeCapture.named("dequantize");
  private static final NodePattern<DequantizePerChannel> PATTERN =
      Pattern.op(DequantizePerChannel.class).where(op -> op.dtype().isInteger()).as(DEQUANTIZE);

  @Override
  public NodePattern<DequantizePerChannel> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node node = match.node(DEQUANTIZE);
    DequantizePerChannel op = match.op(DEQUANTIZE);
    Value integers = node.operand(0);
    int rank = integers.tensorType().rank();
    int axis = (int) Math.floorMod(op.axis(), (long) rank);
    Formula formula = new Formula(builder);
    Value moved =
        match
            .operand(DEQUANTIZE, "zero_points")
            .map(zero -> formula.minus(integers, formula.along(zero, axis, rank)))
            .orElse(integers);
    Value scales = match.operand(DEQUANTIZE, "scales").orElseThrow();
    Value scaled = formula.times(moved, formula.along(scales, axis, rank));
    return Optional.of(Replacement.by(formula.to(scaled, op.outDType())));
  }
}
