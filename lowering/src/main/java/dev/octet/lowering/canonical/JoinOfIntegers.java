package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodeCapture;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Concat;
import dev.octet.op.Dequantize;
import dev.octet.op.Quantize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins integers as they are where all of them, and the result, stand for numbers in the same way.
 *
 * <pre>{@code
 * before: %x = dequantize_per_tensor(%p, …); %y = dequantize_per_tensor(%q, …)
 *         %c = aten.cat.default([%x, %y], 1)      read by %r alone
 *         %r = quantize_per_tensor(%c, …)         of the same scale, zero point and range
 * after:  %r = aten.cat.default([%p, %q], 1)
 * }</pre>
 */
final class JoinOfIntegers implements RewriteRule {
  private static final NodeCapture<Concat> JOIN = NodeCapture.named("join");
  private static final NodePattern<Quantize> PATTERN =
      Pattern.op(Quantize.class)
          .where(quantize -> !quantize.isDynamic())
          .operand("input", Pattern.op(Concat.class).singleUse().as(JOIN));

  @Override
  public NodePattern<Quantize> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Quantize quantize = (Quantize) match.root().op();
    Node join = match.node(JOIN);
    List<Value> integers = new ArrayList<>();
    for (Value value : join.operands()) {
      Optional<Node> producer = match.graph().producer(value);
      if (producer.isEmpty()
          || !(producer.get().op() instanceof Dequantize dequantize)
          || !quantize.restores(dequantize)) {
        return Optional.empty();
      }
      integers.add(producer.get().operand(0));
    }
    return Optional.of(
        Replacement.by(builder.at(join.origin()).node(join.op(), integers).result()));
  }
}
