package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.AtenOps;
import dev.octet.op.Flatten;
import dev.octet.op.Op;
import dev.octet.op.Permute;
import dev.octet.op.Reshape;
import dev.octet.op.Transpose;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a change of shape that keeps the order of the elements as a reshape.
 *
 * <pre>{@code
 * before: %y = aten.transpose.int(%x, 1, 0)       x of 197 × 1 × 768
 * after:  %y = aten.reshape.default(%x, [1, 197, 768])
 * }</pre>
 */
final class ViewAsReshape implements RewriteRule {
  private static final Set<String> OTHERS =
      Set.of(
          "unsqueeze",
          "squeeze",
          "unflatten",
          "ravel",
          "atleast_1d",
          "atleast_2d",
          "atleast_3d",
          "view_as",
          "reshape_as");

  /** They read nothing of their second operand but its sizes. */
  private static final Set<String> AS_ANOTHER = Set.of("view_as", "reshape_as");

  private static final NodePattern<Op> PATTERN =
      Pattern.op(Op.class).where(op -> op instanceof Reshape ? !isPlain(op) : isView(op));

  private static boolean isPlain(Op op) {
    return op.name().equals(AtenOps.RESHAPE);
  }

  private static boolean isView(Op op) {
    return op instanceof Flatten
        || op instanceof Permute
        || op instanceof Transpose
        || (op.name().namespace().equals("aten") && OTHERS.contains(op.name().base()));
  }

  @Override
  public NodePattern<Op> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node view = match.root();
    boolean readsOne = view.operands().size() == 1 || AS_ANOTHER.contains(view.op().name().base());
    return readsOne && view.results().size() == 1 && keepsOrder(view)
        ? Optional.of(Replacement.by(Reshapes.of(view.operand(0), view.result(), builder)))
        : Optional.empty();
  }

  private static boolean keepsOrder(Node view) {
    Shape shape = view.operand(0).tensorType().shape();
    List<Integer> order = new ArrayList<>();
    for (int d = 0; d < shape.rank(); d++) {
      order.add(d);
    }
    if (view.op() instanceof Transpose transpose && shape.rank() > 1) {
      Collections.swap(
          order,
          Math.floorMod(transpose.first(), shape.rank()),
          Math.floorMod(transpose.second(), shape.rank()));
    } else if (view.op() instanceof Permute permute) {
      order.clear();
      permute.dimensions().forEach(d -> order.add(Math.floorMod(d, shape.rank())));
    }
    int last = -1;
    for (int d : order) {
      if (shape.size(d) != 1) {
        if (d < last) {
          return false;
        }
        last = d;
      }
    }
    return true;
  }
}
