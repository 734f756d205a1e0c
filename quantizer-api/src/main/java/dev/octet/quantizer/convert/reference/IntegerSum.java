package dev.octet.quantizer.convert.reference;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodeCapture;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.op.Add;
import dev.octet.op.Dequantize;
import dev.octet.op.Quantize;
import dev.octet.op.Relu;
import dev.octet.tensor.DType;
import java.util.Optional;

/**
 * A sum of two quantized tensors that is quantized itself: each is rounded to quanta of the result,
 * and these are added in int32. That is one quantum off at most, as two roundings are off by a half
 * each and the quantized graph has one of its own.
 */
final class IntegerSum {
  private static final NodeCapture<Dequantize> LEFT = NodeCapture.named("left");
  private static final NodeCapture<Dequantize> RIGHT = NodeCapture.named("right");
  private static final NodeCapture<Add> ADD = NodeCapture.named("add");
  private static final NodeCapture<Quantize> QUANTIZE = NodeCapture.named("quantize");

  /** Operands of more quanta might leave int32 when they are added. */
  private static final double MOST_QUANTA = 1 << 30;

  private static final NodePattern<Add> SUM =
      Pattern.op(Add.class)
          .operand("self", Pattern.op(Dequantize.class).where(op -> !op.isDynamic()).as(LEFT))
          .operand("other", Pattern.op(Dequantize.class).where(op -> !op.isDynamic()).as(RIGHT))
          .singleUse()
          .as(ADD);
  static final NodePattern<Quantize> PATTERN =
      Pattern.op(Quantize.class).operand("input", SUM).as(QUANTIZE);
  static final NodePattern<Quantize> WITH_RELU =
      Pattern.op(Quantize.class)
          .operand("input", Pattern.op(Relu.class).singleUse().operand("self", SUM))
          .as(QUANTIZE);

  private IntegerSum() {}

  static Optional<Replacement> rewrite(Match match, GraphBuilder builder, boolean relu) {
    Optional<Requantization> to = Requantization.of(match.op(QUANTIZE));
    Optional<QuantizedActivation> left = operand(match, LEFT);
    Optional<QuantizedActivation> right = operand(match, RIGHT);
    if (to.isEmpty() || left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    double first = left.get().scale() / to.get().scale();
    double second = match.op(ADD).alpha() * right.get().scale() / to.get().scale();
    if (first * left.get().reach() > MOST_QUANTA
        || Math.abs(second) * right.get().reach() > MOST_QUANTA) {
      return Optional.empty();
    }
    Node add = match.node(ADD);
    builder.at(add.origin());
    Formula formula = new Formula(builder);
    Value sum =
        formula.plus(quanta(formula, left.get(), first), quanta(formula, right.get(), second));
    return Optional.of(Replacement.by(to.get().moved(formula, sum, relu)));
  }

  private static Optional<QuantizedActivation> operand(
      Match match, NodeCapture<Dequantize> capture) {
    return QuantizedActivation.of(match.node(capture), match.op(capture));
  }

  private static Value quanta(Formula formula, QuantizedActivation x, double factor) {
    Value counted = formula.times(x.centred(formula, DType.INT32), factor);
    return formula.to(formula.rounded(counted), DType.INT32);
  }
}
