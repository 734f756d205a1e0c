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
import dev.octet.op.QuantizePerChannel;
import dev.octet.tensor.DType;
import java.util.Optional;

/**
 * Spells out quantize with a scale for each index of a dimension.
 *
 * <pre>{@code
 * before: %q = quantize_per_channel(%x, %s, %z, 0, min, max, dtype)       x of two dimensions
 * after:  %q = to(clamp(round(%x · view(1/%s, [-1, 1])) + view(%z, [-1, 1]), min, max), dtype)
 * }</pre>
 */
final class DecomposeQuantizePerChannel implements RewriteRule {
  private static final NodeCapture<QuantizePerChannel> QUANTIZE = NodeCapture.named("quantize");
  private static final NodePattern<QuantizePerChannel> PATTERN =
      Pattern.op(QuantizePerChannel.class)
          .where(op -> Requantization.isExact(op.dtype(), op.quantMin(), op.quantMax()))
          .as(QUANTIZE);

  @Override
  public NodePattern<QuantizePerChannel> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node node = match.node(QUANTIZE);
    QuantizePerChannel op = match.op(QUANTIZE);
    int rank = node.operand(0).tensorType().rank();
    int axis = (int) Math.floorMod(op.axis(), (long) rank);
    Formula formula = new Formula(builder);
    Value x = node.operand(0);
    DType type = x.tensorType().dtype();
    boolean half = type == DType.FLOAT16 || type == DType.BFLOAT16;
    Value inverse = formula.along(formula.reciprocal(node.operand(1)), axis, rank);
    Value whole = formula.rounded(formula.times(half ? formula.to(x, DType.FLOAT32) : x, inverse));
    Value moved = formula.plus(whole, formula.along(node.operand(2), axis, rank));
    return Optional.of(
        Replacement.by(formula.stored(moved, op.quantMin(), op.quantMax(), op.dtype())));
  }
}
