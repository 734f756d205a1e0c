package dev.octet.graph.rewrite;

import com.google.common.collect.ImmutableSet;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.Layout;
import dev.octet.op.Op;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import java.util.Optional;

/**
 * Removes copies and aliases that hold the values of their operand in its element type. Values do
 * not depend on memory formats, and in a functional graph nobody can tell a copy from the original.
 * A copy to another device or layout stays.
 *
 * <pre>{@code
 * before: %y: f32[2] = aten.clone.default(%x)      before: %y: f32[2] = aten.to.dtype(%x, f32)
 * after:  %x                                       after:  %x
 * }</pre>
 */
public final class RemoveIdentityCopies implements RewriteRule {
  private static final ImmutableSet<OpName> COPIES =
      ImmutableSet.of(
          AtenOps.ALIAS,
          AtenOps.DETACH,
          AtenOps.LIFT_FRESH_COPY,
          AtenOps.CONTIGUOUS,
          AtenOps.CLONE,
          AtenOps.TO_DTYPE,
          AtenOps.TO_DTYPE_LAYOUT,
          AtenOps.TO_COPY);
  private static final Argument STRIDED = new Argument.LayoutOf(Layout.STRIDED);
  private static final NodePattern<Op> PATTERN =
      Pattern.op(Op.class)
          .where(op -> COPIES.contains(op.name()))
          .where(op -> op.argument("device").equals(Argument.NONE))
          .where(op ->
              op.argument("layout").equals(Argument.NONE) || op.argument("layout").equals(STRIDED));

  /** Makes the rule. */
  public RemoveIdentityCopies() {}

  @Override
  public NodePattern<Op> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node copy = match.root();
    Value original = copy.operand(0);
    boolean same =
        original.type() instanceof TensorType from
            && copy.result().type() instanceof TensorType to
            && from.sameAs(to);
    return same ? Optional.of(Replacement.by(original)) : Optional.empty();
  }
}
