package dev.octet.quantizer.convert.reference;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodeCapture;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.op.Dequantize;
import dev.octet.op.HasWeight;
import dev.octet.op.Quantize;
import dev.octet.op.Relu;
import java.util.Optional;

/**
 * A layer that reads a dequantized input, alone or with all between it and the quantize that
 * follows.
 *
 * @param <L> the operator of the layer
 */
final class LayerPattern<L extends HasWeight> {
  private final NodeCapture<L> layer = NodeCapture.named("layer");
  private final NodeCapture<Relu> relu = NodeCapture.named("relu");
  private final NodeCapture<Quantize> quantize = NodeCapture.named("quantize");
  private final NodePattern<L> alone;
  private final NodePattern<Quantize> quantized;

  LayerPattern(Class<L> type) {
    alone = Pattern.op(type).operand("input", Pattern.op(Dequantize.class)).as(layer);
    quantized =
        Pattern.op(Quantize.class)
            .operand(
                "input",
                Pattern.optionally(
                    Pattern.op(Relu.class).singleUse().as(relu), "self", alone.singleUse()))
            .as(quantize);
  }

  NodePattern<L> alone() {
    return alone;
  }

  NodePattern<Quantize> quantized() {
    return quantized;
  }

  Optional<Replacement> rescale(Match match, GraphBuilder builder) {
    return IntegerLayer.of(match.graph(), match.node(layer))
        .map(integers -> Replacement.by(integers.rescaled(builder)));
  }

  Optional<Replacement> requantize(Match match, GraphBuilder builder) {
    Optional<Requantization> to = Requantization.of(match.op(quantize));
    return IntegerLayer.of(match.graph(), match.node(layer))
        .filter(integers -> to.isPresent() && !integers.isDynamic())
        .map(integers ->
            Replacement.by(integers.requantized(builder, to.orElseThrow(), match.has(relu))));
  }
}
