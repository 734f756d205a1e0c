package dev.octet.quantizer.convert.reference;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.GraphView;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Convolution;
import dev.octet.op.Dequantize;
import dev.octet.op.HasWeight;
import dev.octet.op.Op;
import dev.octet.op.Parameter;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A convolution or linear layer whose input and weight are dequantized. With integers x and w, zero
 * points z and scales s:
 *
 * <pre>{@code
 * sum = Σ (x − zx) · (w − zw)
 * rescaled:   y = sum · (sx · sw) + bias                                  float32
 * requantized: y = clamp(round((sum + round(bias / (sx · sw))) · (sx · sw / sy)) + zy)
 * }</pre>
 *
 * <p>Products are summed in int32 wherever they fit. The bias is added in int64, because with small
 * scales it may be larger than int32 holds.
 */
final class IntegerLayer {
  private final Node node;
  private final QuantizedActivation input;
  private final QuantizedWeight weight;

  private IntegerLayer(Node node, QuantizedActivation input, QuantizedWeight weight) {
    this.node = node;
    this.input = input;
    this.weight = weight;
  }

  /** The layer of a node whose operator has a weight; nothing if it cannot be in integers. */
  static Optional<IntegerLayer> of(GraphView graph, Node node) {
    HasWeight op = (HasWeight) node.op();
    Node producer = graph.producer(node.operand(op.inputOperand())).orElse(null);
    if (producer == null || !(producer.op() instanceof Dequantize dequantize)) {
      return Optional.empty();
    }
    Optional<QuantizedWeight> weight =
        QuantizedWeight.of(graph.producer(node.operand(op.weightOperand())));
    return QuantizedActivation.of(producer, dequantize)
        .flatMap(x -> weight.map(w -> new IntegerLayer(node, x, w)));
  }

  boolean isDynamic() {
    return input.isDynamic();
  }

  /** What the layer gives, in float32. */
  Value rescaled(GraphBuilder builder) {
    Formula formula = at(builder);
    Value sum = sum(builder, formula);
    Value result =
        weight.scale().isPresent() && !isDynamic()
            ? formula.times(sum, input.scale() * weight.scale().get())
            : formula.times(sum, scales(formula));
    return bias().map(bias -> formula.plus(result, alongChannels(formula, bias))).orElse(result);
  }

  /**
   * What the layer gives, quantized.
   *
   * @param relu whether negative results are 0
   * @throws IllegalStateException if the scale of the input is chosen at each run
   */
  Value requantized(GraphBuilder builder, Requantization to, boolean relu) {
    Formula formula = at(builder);
    Value sum = sum(builder, formula);
    Optional<Double> only = weight.scale();
    if (only.isPresent()) {
      double scale = input.scale() * only.get();
      Value biased = biased(formula, sum, bias().map(bias -> formula.over(bias, scale)));
      return to.of(formula, formula.times(biased, scale / to.scale()), relu);
    }
    Value scales = weight.scales();
    Value biased =
        biased(
            formula,
            sum,
            bias().map(bias -> formula.over(bias, formula.times(scales, input.scale()))));
    Value factors = formula.times(scales, input.scale() / to.scale());
    return to.of(formula, formula.times(biased, alongChannels(formula, factors)), relu);
  }

  private Formula at(GraphBuilder builder) {
    builder.at(node.origin());
    return new Formula(builder);
  }

  private Value biased(Formula formula, Value sum, Optional<Value> quanta) {
    return quanta
        .map(bias ->
            formula.plus(
                sum, alongChannels(formula, formula.to(formula.rounded(bias), DType.INT64))))
        .orElse(sum);
  }

  private Value sum(GraphBuilder builder, Formula formula) {
    DType type = sumType();
    Map<String, Value> integers =
        Map.of("input", input.centred(formula, type), "weight", weight.centred(formula, type));
    Op op = node.op();
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Parameter parameter : op.schema().parameters()) {
      String name = parameter.name();
      Argument given = op.argument(name);
      arguments.add(
          name.equals("bias")
              ? Argument.NONE
              : integers.containsKey(name) ? integers.get(name) : given);
    }
    return builder.node(op.name(), arguments, Map.of()).result();
  }

  /**
   * int32 if no sum of products can leave it. PyTorch has no int32 kernel for convolutions with
   * dilation.
   */
  private DType sumType() {
    var type = weight.stored().tensorType();
    boolean dilated =
        node.op() instanceof Convolution op && op.dilation().stream().anyMatch(step -> step != 1);
    if (dilated || !type.isStatic()) {
      return DType.INT64;
    }
    long products = type.shape().elements() / Math.max(1, type.shape().size(0));
    double largest = (double) products * input.reach() * weight.reach();
    return largest <= Integer.MAX_VALUE ? DType.INT32 : DType.INT64;
  }

  /** {@code sx · sw}, of which at least one is a tensor, along the channels of the result. */
  private Value scales(Formula formula) {
    if (!isDynamic()) {
      return alongChannels(formula, formula.times(weight.scales(), input.scale()));
    }
    Value chosen = input.chosenScale(formula);
    return weight.scale().isPresent()
        ? formula.times(chosen, weight.scale().get())
        : formula.times(alongChannels(formula, weight.scales()), chosen);
  }

  private Optional<Value> bias() {
    return node.op().operandIndex("bias").stream().mapToObj(node::operand).findFirst();
  }

  /**
   * The channels of a linear layer are the last dimension, those of a convolution precede space.
   */
  private Value alongChannels(Formula formula, Value vector) {
    int rank = node.result().tensorType().rank();
    int spatial = weight.stored().tensorType().rank() - 2;
    return formula.along(vector, rank - spatial - 1, rank);
  }
}
