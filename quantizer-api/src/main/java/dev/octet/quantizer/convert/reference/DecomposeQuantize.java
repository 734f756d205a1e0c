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
import dev.octet.op.Quantize;
import dev.octet.tensor.DType;
import java.util.Optional;

/**
 * Spells out quantize with one scale, fixed or chosen at each run, with the very roundings of the
 * operator.
 *
 * <pre>{@code
 * before: %q = quantize_per_tensor(%x, s, z, min, max, dtype)
 * after:  %q = to(clamp(round(%x · f32(1/s)) + z, min, max), dtype)
 * }</pre>
 */
final class DecomposeQuantize implements RewriteRule {
  private static final NodeCapture<Quantize> QUANTIZE = NodeCapture.named("quantize");
  private static final NodePattern<Quantize> PATTERN =
      Pattern.op(Quantize.class)
          .where(op -> Requantization.isExact(op.dtype(), op.quantMin(), op.quantMax()))
          .as(QUANTIZE);

  @Override
  public NodePattern<Quantize> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node node = match.node(QUANTIZE);
    Quantize op = match.op(QUANTIZE);
    Formula formula = new Formula(builder);
    Value x = formula.to(node.operand(0), DType.FLOAT32);
    if (!op.isDynamic()) {
      Value quanta = formula.times(x, (float) (1 / op.scale()));
      return Requantization.of(op).map(to -> Replacement.by(to.of(formula, quanta, false)));
    }
    if (x.tensorType().rank() == 0) {
      return Optional.empty();
    }
    Value inverse = formula.to(formula.reciprocal(node.operand(1)), DType.FLOAT32);
    Value whole = formula.rounded(formula.times(x, inverse));
    Value moved = formula.plus(whole, formula.to(node.operand(2), DType.FLOAT32));
    return Optional.of(
        Replacement.by(formula.stored(moved, op.quantMin(), op.quantMax(), op.dtype())));
  }
}
