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
import dev.octet.op.Argument;
import dev.octet.op.Dequantize;
import dev.octet.op.MaxPool;
import dev.octet.op.Op;
import dev.octet.op.Quantize;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the maxima of a quantized tensor in integers, over two or three dimensions. Where input and
 * result share scale and zero point, the stored integers are pooled as they are.
 *
 * <pre>{@code
 * before: %q = quantize_per_tensor(max_pool2d(dequantize(%x), …), s, z, …)
 * after:  %q = clamp(round(max_pool2d(%x − zx, …) · (sx / s)) + z)
 * }</pre>
 */
final class PoolIntegers implements RewriteRule {
  private static final NodeCapture<Dequantize> INPUT = NodeCapture.named("input");
  private static final NodeCapture<MaxPool> POOL = NodeCapture.named("pool");
  private static final NodeCapture<Quantize> QUANTIZE = NodeCapture.named("quantize");
  private static final NodePattern<Quantize> PATTERN =
      Pattern.op(Quantize.class)
          .operand(
              "input",
              Pattern.op(MaxPool.class)
                  .where(op -> !op.name().base().equals("max_pool1d"))
                  .operand(
                      "self", Pattern.op(Dequantize.class).where(op -> !op.isDynamic()).as(INPUT))
                  .singleUse()
                  .as(POOL))
          .as(QUANTIZE);

  @Override
  public NodePattern<Quantize> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node pool = match.node(POOL);
    Optional<QuantizedActivation> input =
        QuantizedActivation.of(match.node(INPUT), match.op(INPUT));
    Optional<Requantization> to = Requantization.of(match.op(QUANTIZE));
    boolean indicesAreRead =
        pool.results().stream().skip(1).anyMatch(indices -> isRead(match, indices));
    if (input.isEmpty() || to.isEmpty() || indicesAreRead) {
      return Optional.empty();
    }
    builder.at(pool.origin());
    QuantizedActivation x = input.get();
    if (sharesParameters(match.op(INPUT), match.op(QUANTIZE))) {
      return Optional.of(Replacement.by(pooled(builder, pool.op(), x.stored())));
    }
    Formula formula = new Formula(builder);
    Value largest = pooled(builder, pool.op(), x.centred(formula, DType.INT32));
    Value quanta = formula.times(largest, x.scale() / to.get().scale());
    return Optional.of(Replacement.by(to.get().of(formula, quanta, false)));
  }

  private static boolean isRead(Match match, Value value) {
    return match.graph().isOutput(value) || !match.graph().uses(value).isEmpty();
  }

  private static boolean sharesParameters(Dequantize input, Quantize result) {
    return input.dtype() == result.dtype()
        && input.scale() == result.scale()
        && input.zeroPoint() == result.zeroPoint()
        && input.quantMin() == result.quantMin()
        && input.quantMax() == result.quantMax();
  }

  private static Value pooled(GraphBuilder builder, Op op, Value integers) {
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Argument argument : op.arguments()) {
      arguments.add(argument instanceof Argument.Operand ? integers : argument);
    }
    return builder.node(op.name(), arguments, Map.of()).results().getFirst();
  }
}
