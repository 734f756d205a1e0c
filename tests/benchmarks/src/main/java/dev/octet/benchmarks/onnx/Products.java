package dev.octet.benchmarks.onnx;

import dev.octet.benchmarks.onnx.Quantization.Grid;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.Add;
import dev.octet.op.Convolution;
import dev.octet.op.Dequantize;
import dev.octet.op.Linear;
import dev.octet.op.MatMul;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Convolutions, linear layers and matrix products. */
final class Products {
  private Products() {}

  static boolean write(Node node, Names names, OnnxStyle style) {
    return switch (node.op()) {
      case Convolution op -> convolution(node, op, names, style);
      case Linear op -> linear(node, op, names);
      case MatMul _ -> names.same(node, "MatMul");
      default -> false;
    };
  }

  private static boolean convolution(Node node, Convolution op, Names names, OnnxStyle style) {
    Value input = node.operand(op.inputOperand());
    Value weight = node.operand(op.weightOperand());
    List<String> operands = new ArrayList<>();
    operands.add(names.of(input));
    operands.add(Quantization.weight(weight, false, names));
    OptionalInt bias = op.operandIndex("bias");
    Optional<Dequantize> dequantize = dequantize(input, names.frozen());
    Optional<Tensor> scales = Quantization.weightScales(weight, names.frozen());
    boolean integers = dequantize.isPresent() && scales.isPresent();
    if (bias.isPresent()) {
      Value value = node.operand(bias.getAsInt());
      operands.add(
          integers ? integerBias(value, dequantize.get(), scales.get(), names) : names.of(value));
    }
    int spatial = input.tensorType().rank() - 2;
    List<Long> pads = new ArrayList<>(spread(op.padding(), spatial));
    pads.addAll(spread(op.padding(), spatial));
    Attribute[] attributes = {
      new Attribute.Ints("strides", spread(op.stride(), spatial)),
      new Attribute.Ints("pads", pads),
      new Attribute.Ints("dilations", spread(op.dilation(), spatial)),
      new Attribute.Int("group", op.groups())
    };
    Optional<Grid> missing =
        style == OnnxStyle.RUNTIME && integers
            ? missingGrid(node.result(), names.frozen())
            : Optional.empty();
    if (missing.isEmpty()) {
      return names.node(node, "Conv", operands, attributes);
    }
    String product = names.out().node("Conv", operands, attributes);
    return names.rename(node, Quantization.rounded(names, product, missing.get()));
  }

  /** What the result would be quantized with for the sum that it goes into. */
  private static Optional<Grid> missingGrid(Value result, FrozenGraph frozen) {
    if (Quantization.gridBehind(result, frozen).isPresent()
        || !frozen.graph().hasSingleUse(result)) {
      return Optional.empty();
    }
    Node user = frozen.graph().uses(result).getFirst().user();
    return user.op() instanceof Add
        ? Quantization.gridBehind(user.result(), frozen).map(Grid::twice)
        : Optional.empty();
  }

  private static Optional<Dequantize> dequantize(Value value, FrozenGraph frozen) {
    return frozen
        .graph()
        .producer(value)
        .map(Node::op)
        .filter(Dequantize.class::isInstance)
        .map(Dequantize.class::cast)
        .filter(op -> !op.isDynamic());
  }

  /** The bias in units of the products: kernels of integers take no other. */
  private static String integerBias(Value bias, Dequantize input, Tensor scales, Names names) {
    Tensor numbers =
        names
            .frozen()
            .constant(bias)
            .orElseThrow(() -> new InputException("bias " + bias + " is no constant"));
    Tensor integers = Tensor.allocate(DType.INT32, numbers.shape());
    Tensor units = Tensor.allocate(DType.FLOAT32, numbers.shape());
    for (long i = 0; i < numbers.elements(); i++) {
      double unit = input.scale() * scales.getDouble(scales.elements() == 1 ? 0 : i);
      units.setDouble(i, unit);
      integers.setLong(i, (long) Math.rint(numbers.getDouble(i) / units.getDouble(i)));
    }
    return names
        .out()
        .node(
            "DequantizeLinear",
            List.of(
                names.out().constant(integers),
                names.out().constant(units),
                names.out().constant(Tensor.allocate(DType.INT32, numbers.shape()))),
            new Attribute.Int("axis", 0));
  }

  private static boolean linear(Node node, Linear op, Names names) {
    List<String> operands =
        List.of(
            names.of(node.operand(op.inputOperand())),
            Quantization.weight(node.operand(op.weightOperand()), true, names));
    OptionalInt bias = op.operandIndex("bias");
    if (bias.isEmpty()) {
      return names.node(node, "MatMul", operands);
    }
    Value input = node.operand(op.inputOperand());
    Value weight = node.operand(op.weightOperand());
    Optional<Dequantize> dequantize = dequantize(input, names.frozen());
    Optional<Tensor> scales = Quantization.weightScales(weight, names.frozen());
    if (dequantize.isPresent() && scales.isPresent()) {
      String added =
          integerBias(node.operand(bias.getAsInt()), dequantize.get(), scales.get(), names);
      return integerLinear(node, input, operands.get(1), added, names);
    }
    String product = names.out().node("MatMul", operands);
    return names.node(node, "Add", List.of(product, names.of(node.operand(bias.getAsInt()))));
  }

  /** The peer has a kernel of integers with a bias for matrices only. */
  private static boolean integerLinear(
      Node node, Value input, String weight, String bias, Names names) {
    if (input.tensorType().rank() == 2) {
      return names.node(node, "Gemm", List.of(names.of(input), weight, bias));
    }
    Node dequantize = names.frozen().graph().producer(input).orElseThrow();
    long width = input.tensorType().shape().size(-1);
    String matrix =
        names
            .out()
            .node(
                "Reshape",
                List.of(
                    names.of(dequantize.operand(0)),
                    names
                        .out()
                        .row(List.of(input.tensorType().shape().elements() / width, width))));
    String numbers =
        names
            .out()
            .node(
                "DequantizeLinear",
                Quantization.scaled(
                    names, matrix, Quantization.Grid.of((Dequantize) dequantize.op())));
    return names.node(
        node,
        "Reshape",
        List.of(
            names.out().node("Gemm", List.of(numbers, weight, bias)),
            names.out().row(Shapes.sizes(node.result()))));
  }

  static List<Long> spread(List<Long> values, int count) {
    return values.size() == 1
        ? java.util.Collections.nCopies(count, values.getFirst())
        : List.copyOf(values);
  }
}
