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
import dev.octet.op.Dequantize;
import dev.octet.op.MaxPool;
import dev.octet.op.OpName;
import dev.octet.op.Quantize;
import dev.octet.op.QuantizedOps;
import java.util.List;
import java.util.Optional;

/**
 * Quantizes what a maximum pool reads instead of what it gives: rounding keeps the order of
 * numbers, so the largest is the same one. The kernel that computes the values can then quantize
 * them, and the pool compares bytes. Quantizers that leave maximum pools alone, as the XPU one
 * does, have the quantize behind.
 *
 * <pre>{@code
 * before: %y = aten.max_pool2d.default(%x, …)     read by %q alone; nobody else reads %x
 *         %q = quantize_per_tensor(%y, …)
 * after:  %p = quantize_per_tensor(%x, …)
 *         %d = dequantize_per_tensor(%p, …)
 *         %y = aten.max_pool2d.default(%d, …)
 *         %q = quantize_per_tensor(%y, …)         fused with the two before it
 * }</pre>
 */
final class QuantizeBeforeMaxPool implements RewriteRule {
  private static final NodeCapture<MaxPool> POOL = NodeCapture.named("pool");
  private static final NodePattern<Quantize> PATTERN =
      Pattern.op(Quantize.class)
          .where(quantize -> !quantize.isDynamic())
          .operand("input", Pattern.op(MaxPool.class).singleUse().as(POOL));

  @Override
  public NodePattern<Quantize> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node root = match.root();
    Node pool = match.node(POOL);
    Value source = pool.operand(0);
    boolean applies =
        pool.results().size() == 1
            && match.graph().hasSingleUse(source)
            && match.graph().producer(source).filter(node -> !isInteger(node)).isPresent();
    if (!applies) {
      return Optional.empty();
    }
    Quantize quantize = (Quantize) root.op();
    Value integers = Moved.of(root, List.of(source), builder);
    Value rounded = call(QuantizedOps.DEQUANTIZE_PER_TENSOR, integers, quantize, builder);
    Value largest = Moved.of(pool, List.of(rounded), builder);
    return Optional.of(
        Replacement.by(call(QuantizedOps.QUANTIZE_PER_TENSOR, largest, quantize, builder)));
  }

  private static Value call(OpName name, Value of, Quantize grid, GraphBuilder builder) {
    return builder.call(
        name, of, grid.scale(), grid.zeroPoint(), grid.quantMin(), grid.quantMax(), grid.dtype());
  }

  /** What is an integer already gains nothing, and would be found again and again. */
  private static boolean isInteger(Node producer) {
    return producer.op() instanceof Dequantize;
  }
}
