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
import dev.octet.op.AddMm;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.Transpose;
import dev.octet.op.ViewLike;
import dev.octet.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Writes a linear layer that was decomposed as the layer again: only its weight, not the transposed
 * one, has a scale for each row.
 *
 * <pre>{@code
 * before: %t = aten.t.default(%w)
 *         %y = aten.addmm.default(%b, %x, %t)     b of one dimension
 * after:  %y = aten.linear.default(%x, %w, %b)
 * }</pre>
 */
final class AddMmAsLinear implements RewriteRule {
  private static final NodeCapture<ViewLike> TURNED = NodeCapture.named("turned");
  private static final NodePattern<AddMm> PATTERN =
      Pattern.op(AddMm.class)
          .where(product -> product.alpha() == 1 && product.beta() == 1)
          .operand("mat2", Pattern.op(ViewLike.class).as(TURNED));

  @Override
  public NodePattern<AddMm> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node product = match.root();
    Value bias = product.operand(0);
    Value weight = match.node(TURNED).operand(0);
    if (!isTurned(match.node(TURNED))
        || bias.tensorType().rank() != 1
        || bias.tensorType().shape().size(0) != weight.tensorType().shape().size(0)) {
      return Optional.empty();
    }
    OpSchema schema = OpCatalog.standard().get(AtenOps.LINEAR);
    List<Argument> arguments =
        List.of(new Argument.Operand(0), new Argument.Operand(1), new Argument.Operand(2));
    return Optional.of(
        Replacement.by(
            Moved.of(
                product,
                Ops.of(schema, arguments),
                List.of(product.operand(1), weight, bias),
                builder)));
  }

  /** A row or a column may have been turned by a reshape. */
  private static boolean isTurned(Node view) {
    Shape from = view.operand(0).tensorType().shape();
    Shape to = view.result().tensorType().shape();
    boolean swapped =
        from.rank() == 2
            && to.rank() == 2
            && from.size(0) == to.size(1)
            && from.size(1) == to.size(0);
    return swapped && (view.op() instanceof Transpose || from.size(0) == 1 || from.size(1) == 1);
  }
}
