package dev.octet.graph.rewrite;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodeCapture;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.match.ValueCapture;
import dev.octet.op.Transpose;
import java.util.Optional;

/**
 * Removes a transpose that undoes the one before it.
 *
 * <pre>{@code
 * before: %y = aten.transpose.int(%x, 1, 2)
 *         %z = aten.transpose.int(%y, -1, -2)      x of three dimensions
 * after:  %x
 * }</pre>
 */
public final class FoldDoubleTranspose implements RewriteRule {
  private static final ValueCapture ORIGINAL = ValueCapture.named("original");
  private static final NodeCapture<Transpose> INNER = NodeCapture.named("inner");
  private static final NodeCapture<Transpose> OUTER = NodeCapture.named("outer");
  private static final NodePattern<Transpose> PATTERN =
      Pattern.op(Transpose.class)
          .operand(
              "self",
              Pattern.op(Transpose.class).operand("self", Pattern.any().as(ORIGINAL)).as(INNER))
          .as(OUTER);

  /** Makes the rule. */
  public FoldDoubleTranspose() {}

  @Override
  public NodePattern<Transpose> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Value original = match.value(ORIGINAL);
    int rank = Math.max(1, original.tensorType().rank());
    Transpose inner = match.op(INNER);
    Transpose outer = match.op(OUTER);
    long first = Math.floorMod(inner.first(), rank);
    long second = Math.floorMod(inner.second(), rank);
    long outerFirst = Math.floorMod(outer.first(), rank);
    long outerSecond = Math.floorMod(outer.second(), rank);
    boolean undone =
        (first == outerFirst && second == outerSecond)
            || (first == outerSecond && second == outerFirst);
    return undone ? Optional.of(Replacement.by(original)) : Optional.empty();
  }
}
