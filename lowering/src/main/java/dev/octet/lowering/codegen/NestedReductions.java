package dev.octet.lowering.codegen;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.octet.graph.Node;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Reachable;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds reductions that one kernel would compute over and over, inside of the loops of another
 * reduction. The mean over rows that were normalized is one:
 *
 * <pre>{@code
 * for column:
 *   sum over row of
 *     (x[row, column] − mean of x[row, …]) · …
 * }</pre>
 *
 * <p>In two kernels the mean of each row is computed once.
 */
public final class NestedReductions {
  private NestedReductions() {}

  /**
   * Whether a kernel of a node and of those that read it would have such reductions.
   *
   * @param node one that {@link LoopCompiler#declines} does not decline
   * @param readers more of them, in an order in which they can run; they read what the node gives
   */
  public static boolean arise(Node node, List<Node> readers) {
    if (!reduces(node) || readers.stream().noneMatch(NestedReductions::reduces)) {
      return false;
    }
    ExprPool pool = new ExprPool();
    List<Node> all = Lists.asList(node, readers.toArray(Node[]::new));
    return reductions(LoopCompiler.elements(pool, all)).stream()
        .anyMatch(outer -> holdsOther(pool, outer));
  }

  private static boolean reduces(Node node) {
    return !reductions(LoopCompiler.elements(new ExprPool(), List.of(node))).isEmpty();
  }

  private static ImmutableList<Expr.Reduce> reductions(List<Expr> exprs) {
    return Reachable.from(exprs).stream()
        .filter(Expr.Reduce.class::isInstance)
        .map(Expr.Reduce.class::cast)
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean holdsOther(ExprPool pool, Expr.Reduce outer) {
    Set<LoopVariable> loops =
        outer.ranges().stream().map(Expr.Range::variable).collect(Collectors.toSet());
    return reductions(List.of(outer.body())).stream()
        .anyMatch(inner -> !Collections.disjoint(pool.free(inner), loops));
  }
}
