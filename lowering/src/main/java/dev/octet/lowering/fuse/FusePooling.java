package dev.octet.lowering.fuse;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.AdaptiveAvgPool;
import dev.octet.op.AvgPool;
import dev.octet.op.Dequantize;
import dev.octet.op.MaxPool;
import dev.octet.op.Mean;
import dev.octet.op.OpName;
import dev.octet.op.Quantize;
import dev.octet.tensor.Shape;
import java.util.Optional;

/**
 * Lets pooling stay in integers where the quantize behind gives the integers of a dequantize in
 * front again.
 */
final class FusePooling implements FusionRule {
  /**
   * Elements of a window. A pool of floats adds them one after the other to one float, as PyTorch's
   * does too; PyTorch's mean of many is closer than that.
   */
  private static final long MOST_OF_A_MEAN = 1 << 14;

  @Override
  public Optional<Region> match(Node anchor, FusionContext context) {
    if (!isPooling(anchor)) {
      return Optional.empty();
    }
    Value input = anchor.operand(0);
    Value result = anchor.results().getFirst();
    Optional<Node> dequantize = context.dequantize(input);
    Optional<Node> quantize = context.onlyQuantize(result);
    if (dequantize.isPresent() && quantize.isPresent()) {
      Dequantize in = (Dequantize) dequantize.get().op();
      if (((Quantize) quantize.get().op()).restores(in)
          && Affine.of(in).suitsIntegers()
          && (in.zeroPoint() == 0 || !countsPadding(anchor))) {
        return Optional.of(
            new Pooling(
                ImmutableList.of(dequantize.get(), anchor, quantize.get()),
                anchor,
                Stored.integers(dequantize.get().operand(0), Affine.of(in)),
                quantize.get().result()));
      }
    }
    return isLargeMean(anchor)
        ? Optional.empty()
        : Optional.of(new Pooling(ImmutableList.of(anchor), anchor, Stored.plain(input), result));
  }

  private static boolean isLargeMean(Node anchor) {
    Shape shape = anchor.operand(0).tensorType().shape();
    return anchor.op() instanceof Mean
        && shape.elements() > MOST_OF_A_MEAN * shape.size(0) * shape.size(1);
  }

  /** Padding that is counted is 0, which is another integer where the zero point is another. */
  private static boolean countsPadding(Node node) {
    return node.op() instanceof AvgPool op
        && op.countIncludePad()
        && op.padding().stream().anyMatch(padding -> padding > 0);
  }

  private static boolean isPooling(Node node) {
    if (node.operands().size() != 1 || node.results().size() != 1) {
      return false;
    }
    int rank = node.operand(0).tensorType().rank();
    return rank >= 3
        && switch (node.op()) {
          case MaxPool _, AvgPool _, AdaptiveAvgPool _ ->
              rank == spatialDimensions(node.op().name()) + 2;
          case Mean op -> isSpatial(op, rank);
          default -> false;
        };
  }

  /**
   * The number in the operator's name. One image without a batch has as many dimensions and one.
   */
  private static int spatialDimensions(OpName name) {
    return CharMatcher.inRange('1', '3').retainFrom(name.base()).charAt(0) - '0';
  }

  /** The mean of whole images: over all dimensions but the first two. */
  private static boolean isSpatial(Mean op, int rank) {
    return op.dimensions().stream()
            .map(d -> d < 0 ? d + rank : d)
            .sorted()
            .toList()
            .equals(java.util.stream.LongStream.range(2, rank).boxed().toList())
        && op.argument("dtype") instanceof dev.octet.op.Argument.None;
  }
}
