package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Dequantize;
import dev.octet.op.Flatten;
import dev.octet.op.Permute;
import dev.octet.op.Quantize;
import dev.octet.op.Reshape;
import dev.octet.op.Split;
import dev.octet.op.Transpose;
import java.util.Optional;
import java.util.Set;

/** Makes one look at memory of a change of shape, also between a dequantize and a like quantize. */
final class FuseReinterpretation implements FusionRule {
  private static final Set<String> OTHERS =
      Set.of("unsqueeze", "squeeze", "unflatten", "select", "slice", "narrow", "unbind");

  @Override
  public Optional<Region> match(Node anchor, FusionContext context) {
    if (!isReinterpretation(anchor)) {
      return Optional.empty();
    }
    Value source = anchor.operand(0);
    Optional<Node> dequantize = context.dequantize(source);
    Optional<Node> quantize =
        anchor.results().size() == 1 ? context.onlyQuantize(anchor.result()) : Optional.empty();
    if (dequantize.isPresent() && quantize.isPresent()) {
      Dequantize in = (Dequantize) dequantize.get().op();
      if (((Quantize) quantize.get().op()).restores(in)) {
        return Optional.of(
            new Reinterpretation(
                ImmutableList.of(dequantize.get(), anchor, quantize.get()),
                anchor,
                dequantize.get().operand(0),
                ImmutableList.of(quantize.get().result())));
      }
    }
    return Optional.of(
        new Reinterpretation(ImmutableList.of(anchor), anchor, source, anchor.results()));
  }

  private static boolean isReinterpretation(Node node) {
    if (node.operands().size() != 1 || node.results().isEmpty()) {
      return false;
    }
    return switch (node.op()) {
      case Flatten _, Reshape _, Permute _, Transpose _, Split _ -> true;
      default ->
          node.op().name().namespace().equals("aten") && OTHERS.contains(node.op().name().base());
    };
  }
}
