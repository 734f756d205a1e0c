package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.op.Dequantize;
import dev.octet.op.MatMul;
import dev.octet.op.OpName;
import dev.octet.op.PerTensorAffine;
import dev.octet.op.Quantize;
import dev.octet.op.QuantizedOps;
import dev.octet.tensor.DType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Quantizes the second factor of a product of two computed matrices to signed bytes in place of
 * unsigned ones: kernels multiply by signed ones only. Integers and zero point are smaller by 128,
 * so that they stand for the same numbers.
 *
 * <pre>{@code
 * before: %q = quantize_per_tensor(%v, s, z, 0, 255, torch.uint8)
 *         %p = aten.permute.default(%q, …)
 *         %d = dequantize_per_tensor(%p, s, z, 0, 255, torch.uint8)
 *         %y = aten.matmul.default(%x, %d)
 * after:  %q = quantize_per_tensor(%v, s, z − 128, −128, 127, torch.int8)
 *         %p = aten.permute.default(%q, …)
 *         %d = dequantize_per_tensor(%p, s, z − 128, −128, 127, torch.int8)
 *         %y = aten.matmul.default(%x, %d)
 * }</pre>
 */
final class SignedSecondFactor implements RewriteRule {
  /** Between an unsigned byte and the signed one of the same place in the range. */
  private static final long HALF = 128;

  private static final NodePattern<MatMul> PATTERN = Pattern.op(MatMul.class);

  @Override
  public NodePattern<MatMul> pattern() {
    return PATTERN;
  }

  @Override
  public Optional<Replacement> apply(Match match, GraphBuilder builder) {
    Node product = match.root();
    Optional<Node> reading =
        match.graph().producer(product.operand(1)).filter(SignedSecondFactor::isUnsigned);
    if (reading.isEmpty()) {
      return Optional.empty();
    }
    Node dequantize = reading.get();
    Deque<Value> moved = new ArrayDeque<>();
    Value integers = dequantize.operand(0);
    Optional<Node> producer = match.graph().producer(integers);
    while (producer.isPresent() && Moves.isMove(producer.get().op())) {
      moved.push(integers);
      integers = producer.get().operand(0);
      producer = match.graph().producer(integers);
    }
    if (producer.isEmpty()
        || !(producer.get().op() instanceof Quantize quantize)
        || quantize.isDynamic()) {
      return Optional.empty();
    }
    // Where the range ends with the signed one, the same integers will do.
    long offset =
        Math.max(quantize.quantMax(), ((Dequantize) dequantize.op()).quantMax())
                > DType.INT8.maxValue()
            ? HALF
            : 0;
    Value value =
        signed(
            QuantizedOps.QUANTIZE_PER_TENSOR,
            producer.get(),
            producer.get().operand(0),
            offset,
            builder);
    for (Value each : moved) {
      Node move = match.graph().producer(each).orElseThrow();
      value = Moved.allOf(move, List.of(value), builder).get(move.results().indexOf(each));
    }
    Value factor = signed(QuantizedOps.DEQUANTIZE_PER_TENSOR, dequantize, value, offset, builder);
    return Optional.of(
        Replacement.by(Moved.of(product, List.of(product.operand(0), factor), builder)));
  }

  private static boolean isUnsigned(Node node) {
    return node.op() instanceof Dequantize grid && !grid.isDynamic() && grid.dtype() == DType.UINT8;
  }

  private static Value signed(OpName name, Node like, Value of, long offset, GraphBuilder builder) {
    PerTensorAffine grid = (PerTensorAffine) like.op();
    return builder
        .at(like.origin())
        .call(
            name,
            of,
            grid.scale(),
            grid.zeroPoint() - offset,
            grid.quantMin() - offset,
            grid.quantMax() - offset,
            DType.INT8);
  }
}
