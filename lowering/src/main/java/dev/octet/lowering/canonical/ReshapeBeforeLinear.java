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
import dev.octet.op.Linear;
import dev.octet.op.Reshape;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes the leading sizes of what a linear layer reads rather than of what it gives, so that the
 * layer and what follows it can be fused.
 *
 * <pre>{@code
 * before: %y = aten.linear.default(%x, %w, %b)    x of 197 × 64, read by %z alone
 *         %z = aten.reshape.default(%y, [1, 197, 768])
 * after:  %p = aten.reshape.default(%x, [1, 197, 64])
 *         %z = aten.linear.default(%p, %w, %b)
 * }</pre>
 */
final class ReshapeBeforeLinear implements RewriteRule {
  private static final NodeCapture<Linear> LINEAR = NodeCapture.named("linear");
  private static final NodePattern<Reshape> PATTERN =
      Pattern.op(Reshape.class).operand("self", Pattern.op(Linear.class).singleUse().as(LINEAR));

  @Override
  public NodePattern<Reshape> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node reshape = match.root();
    Node linear = match.node(LINEAR);
    Shape to = reshape.result().tensorType().shape();
    Shape from = linear.result().tensorType().shape();
    int input = match.op(LINEAR).inputOperand();
    if (to.rank() < 2 || from.rank() < 2 || to.size(-1) != from.size(-1)) {
      return Optional.empty();
    }
    Value read = linear.operand(input);
    List<Long> sizes = Reshapes.sizes(to);
    sizes.set(sizes.size() - 1, read.tensorType().shape().size(-1));
    List<Value> operands = new ArrayList<>(linear.operands());
    operands.set(input, Reshapes.of(read, sizes, builder.at(reshape.origin())));
    return Optional.of(Replacement.by(Moved.of(linear, operands, builder)));
  }
}
