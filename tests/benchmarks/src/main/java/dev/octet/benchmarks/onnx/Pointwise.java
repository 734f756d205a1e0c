package dev.octet.benchmarks.onnx;

import dev.octet.benchmarks.onnx.Quantization.Grid;
import dev.octet.graph.Node;
import dev.octet.op.Activation;
import dev.octet.op.Add;
import dev.octet.op.Argument;
import dev.octet.op.Clamp;
import dev.octet.op.LayerNorm;
import dev.octet.op.Mul;
import dev.octet.op.Relu;
import dev.octet.op.Softmax;
import dev.octet.op.ToCopy;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Functions of single numbers, sums, products, and normalizations of rows. */
final class Pointwise {
  private Pointwise() {}

  static boolean write(Node node, Names names, OnnxStyle style) {
    return switch (node.op()) {
      case Relu _ -> names.same(node, "Relu");
      case Clamp op -> clamp(node, op, names, style);
      case Activation op -> activation(node, op, names);
      case Add op when op.alpha() == 1 -> binary(node, "Add", names);
      case Mul _ -> binary(node, "Mul", names);
      case Softmax op -> names.same(node, "Softmax", new Attribute.Int("axis", op.dimension()));
      case LayerNorm op -> layerNorm(node, op, names);
      case ToCopy op -> cast(node, op.dtype(), names);
      default -> named(node, names);
    };
  }

  private static boolean named(Node node, Names names) {
    return switch (node.op().name().toString()) {
      case "aten.sub.Tensor" -> binary(node, "Sub", names);
      case "aten.div.Tensor", "aten.div.Scalar" -> binary(node, "Div", names);
      case "aten.where.self" -> names.same(node, "Where");
      case "aten.where.ScalarOther" -> {
        List<String> operands = new ArrayList<>(names.of(node.operands()));
        operands.add(otherwise(node, names));
        yield names.node(node, "Where", operands);
      }
      case "aten.__and__.Tensor", "aten.logical_and.default", "aten.bitwise_and.Tensor" ->
          names.same(node, "And");
      case "aten.to.dtype", "aten.to.dtype_layout", "aten.to.device" ->
          cast(node, Optional.of(node.result().tensorType().dtype()), names);
      default -> false;
    };
  }

  private static boolean cast(Node node, Optional<DType> dtype, Names names) {
    DType target = dtype.orElse(node.operand(0).tensorType().dtype());
    return names.node(
        node,
        "Cast",
        List.of(names.of(node.operand(0))),
        new Attribute.Int("to", OnnxGraph.code(target)));
  }

  private static boolean binary(Node node, String type, Names names) {
    List<String> operands = new ArrayList<>(names.of(node.operands()));
    if (operands.size() == 1) {
      operands.add(otherwise(node, names));
    }
    return names.node(node, type, operands);
  }

  /** The argument {@code other} where it is a number. */
  private static String otherwise(Node node, Names names) {
    double number =
        switch (node.op().argument("other")) {
          case Argument.Int(long value) -> value;
          case Argument.Float(double value) -> value;
          default -> throw new InputException("%" + node.name() + ": 'other' is no number");
        };
    return names.out().scalar(node.result().tensorType().dtype(), number);
  }

  private static boolean clamp(Node node, Clamp op, Names names, OnnxStyle style) {
    double least = op.min().orElse(-Float.MAX_VALUE);
    double most = op.max().orElse(Float.MAX_VALUE);
    Optional<Grid> behind = Quantization.gridBehind(node.result(), names.frozen());
    String input = names.of(node.operand(0));
    if (style == OnnxStyle.RUNTIME
        && behind.isPresent()
        && least <= behind.get().lowest() + behind.get().scale() / 2
        && most >= behind.get().highest() - behind.get().scale() / 2) {
      return names.rename(node, input);
    }
    return names.rename(node, Quantization.clip(names, input, least, most));
  }

  private static boolean activation(Node node, Activation op, Names names) {
    return switch (op.kind()) {
      case TANH -> names.same(node, "Tanh");
      case SIGMOID -> names.same(node, "Sigmoid");
      case HARDSWISH -> names.same(node, "HardSwish");
      case LEAKY_RELU ->
          names.same(node, "LeakyRelu", new Attribute.Float("alpha", op.negativeSlope()));
      case GELU ->
          names.same(
              node,
              "Gelu",
              new Attribute.Text("approximate", op.isTanhApproximation() ? "tanh" : "none"));
      case SILU -> {
        String input = names.of(node.operand(0));
        yield names.node(node, "Mul", List.of(input, names.out().node("Sigmoid", List.of(input))));
      }
      case HARDSIGMOID ->
          names.same(
              node,
              "HardSigmoid",
              new Attribute.Float("alpha", 1.0 / 6),
              new Attribute.Float("beta", 0.5));
      case ELU, SELU, CELU, MISH, SOFTPLUS -> false;
    };
  }

  private static boolean layerNorm(Node node, LayerNorm op, Names names) {
    if (op.operandIndex("weight").isEmpty()) {
      return false;
    }
    return names.same(
        node,
        "LayerNormalization",
        new Attribute.Int("axis", -op.normalizedRank()),
        new Attribute.Float("epsilon", op.eps()));
  }
}
