package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.MatMul;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Gives both factors of a product of matrices the same number of dimensions, at least two: a vector
 * becomes a row or a column, one matrix for a whole batch is multiplied by all rows of the batch as
 * one matrix, and other missing dimensions of the batch have size 1.
 *
 * <pre>{@code
 * before: %y = aten.matmul.default(%x, %w)        2 × 5 × 8 by 8 × 3
 * after:  %p = aten.reshape.default(%x, [10, 8])
 *         %q = aten.matmul.default(%p, %w)
 *         %y = aten.reshape.default(%q, [2, 5, 3])
 * }</pre>
 */
final class FactorsOfEqualRank implements RewriteRule {
  private static final NodePattern<MatMul> PATTERN = Pattern.op(MatMul.class);

  @Override
  public NodePattern<MatMul> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node product = match.root();
    Shape left = product.operand(0).tensorType().shape();
    Shape right = product.operand(1).tensorType().shape();
    if (left.rank() == right.rank() && left.rank() > 1) {
      return Optional.empty();
    }
    List<Long> leftSizes = Reshapes.sizes(left);
    List<Long> rightSizes = Reshapes.sizes(right);
    if (left.rank() == 1) {
      leftSizes.addFirst(1L);
    }
    if (right.rank() == 1) {
      rightSizes.addLast(1L);
    }
    if (rightSizes.size() == 2) {
      long inner = leftSizes.getLast();
      long rows = leftSizes.stream().limit(leftSizes.size() - 1L).reduce(1L, Math::multiplyExact);
      leftSizes = List.of(rows, inner);
    } else {
      int rank = Math.max(leftSizes.size(), rightSizes.size());
      leftSizes = withLeadingOnes(leftSizes, rank);
      rightSizes = withLeadingOnes(rightSizes, rank);
    }
    GraphBuilder at = builder.at(product.origin());
    Value first = shaped(product.operand(0), leftSizes, at);
    Value second = shaped(product.operand(1), rightSizes, at);
    Value result = Moved.of(product, List.of(first, second), builder);
    return Optional.of(Replacement.by(Reshapes.of(result, product.result(), at)));
  }

  private static List<Long> withLeadingOnes(List<Long> sizes, int rank) {
    List<Long> all = new ArrayList<>(Collections.nCopies(rank - sizes.size(), 1L));
    all.addAll(sizes);
    return all;
  }

  private static Value shaped(Value value, List<Long> sizes, GraphBuilder builder) {
    return Reshapes.sizes(value.tensorType().shape()).equals(sizes)
        ? value
        : Reshapes.of(value, sizes, builder);
  }
}
