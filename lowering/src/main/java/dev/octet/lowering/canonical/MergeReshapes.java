package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.match.ValueCapture;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Reshape;
import java.util.Optional;

/**
 * Makes one reshape of two, and none of one that changes nothing.
 *
 * <pre>{@code
 * before: %y = aten.reshape.default(%x, [197, 1, 768])
 *         %z = aten.reshape.default(%y, [1, 197, 768])
 * after:  %z = aten.reshape.default(%x, [1, 197, 768])
 * }</pre>
 */
final class MergeReshapes implements RewriteRule {
  private static final ValueCapture ORIGINAL = ValueCapture.named("original");
  private static final NodePattern<Reshape> PATTERN =
      Pattern.op(Reshape.class)
          .operand(
              "self",
              Pattern.anyOf(
                  Pattern.op(Reshape.class).operand("self", Pattern.any().as(ORIGINAL)),
                  Pattern.any().as(ORIGINAL)));

  @Override
  public NodePattern<Reshape> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node outer = match.root();
    Value original = match.value(ORIGINAL);
    if (original.type().equals(outer.result().type())) {
      return Optional.of(Replacement.by(original));
    }
    if (original.equals(outer.operand(0))) {
      return Optional.empty();
    }
    return Optional.of(
        Replacement.by(Reshapes.of(original, outer.result(), builder.at(outer.origin()))));
  }
}
