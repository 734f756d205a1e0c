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
import dev.octet.op.Dequantize;
import dev.octet.tensor.DType;
import java.util.Optional;

/**
 * Spells out dequantize with one scale, fixed or chosen at each run, in the type of its result.
 *
 * <pre>{@code
 * before: %x = dequantize_per_tensor(%q, s, z, …)
 * after:  %x = (to(%q, f32) − z) · s
 * }</pre>
 */
final class DecomposeDequantize implements RewriteRule {
  private static final NodeCapture<Dequantize> DEQUANTIZE = NodeCapture.named("dequantize");
  private static final NodePattern<Dequantize> PATTERN =
      Pattern.op(Dequantize.class).where(op -> op.dtype().isInteger()).as(DEQUANTIZE);

  @Override
  public NodePattern<Dequantize> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node node = match.node(DEQUANTIZE);
    Dequantize op = match.op(DEQUANTIZE);
    DType type = op.outDType();
    Formula formula = new Formula(builder);
    Value x = formula.to(node.operand(0), type);
    if (!op.isDynamic()) {
      return Optional.of(
          Replacement.by(formula.times(formula.minus(x, op.zeroPoint()), op.scale())));
    }
    if (x.tensorType().rank() == 0) {
      return Optional.empty();
    }
    // The operator takes the scale as a number, so it must not be rounded to 16 bits first.
    DType wide = type == DType.FLOAT64 ? type : DType.FLOAT32;
    Value moved = formula.minus(x, formula.to(node.operand(2), type));
    Value scaled = formula.times(moved, formula.to(node.operand(1), wide));
    return Optional.of(Replacement.by(formula.to(scaled, type)));
  }
}
