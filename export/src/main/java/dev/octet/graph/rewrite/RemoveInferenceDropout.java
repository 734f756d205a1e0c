package dev.octet.graph.rewrite;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodeCapture;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.op.Dropout;
import java.util.Optional;

/**
 * Removes dropout that does nothing.
 *
 * <pre>{@code
 * before: %y = aten.dropout.default(%x, 0.5, False)
 * after:  %x
 * }</pre>
 */
public final class RemoveInferenceDropout implements RewriteRule {
  private static final NodeCapture<Dropout> DROPOUT = NodeCapture.named("dropout");
  private static final NodePattern<Dropout> PATTERN =
      Pattern.op(Dropout.class).where(op -> !op.training()).as(DROPOUT);

  /** Makes the rule. */
  public RemoveInferenceDropout() {}

  @Override
  public NodePattern<Dropout> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    return match.operand(DROPOUT, "input").map(Replacement::by);
  }
}
