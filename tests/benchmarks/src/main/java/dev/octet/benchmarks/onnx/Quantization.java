package dev.octet.benchmarks.onnx;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.Clamp;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Op;
import dev.octet.op.Quantize;
import dev.octet.op.Relu;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Quantize and dequantize, of activations and of constant weights. */
final class Quantization {
  private Quantization() {}

  /** One scale and zero point. */
  record Grid(double scale, long zeroPoint, long min, long max, DType dtype) {
    static Grid of(Quantize op) {
      return new Grid(op.scale(), op.zeroPoint(), op.quantMin(), op.quantMax(), op.dtype());
    }

    static Grid of(Dequantize op) {
      return new Grid(op.scale(), op.zeroPoint(), op.quantMin(), op.quantMax(), op.dtype());
    }

    double lowest() {
      return (min - zeroPoint) * scale;
    }

    double highest() {
      return (max - zeroPoint) * scale;
    }

    boolean isWholeRange() {
      return dtype == DType.UINT8 ? min == 0 && max == 255 : min == -128 && max == 127;
    }

    /** A grid of the same type around 0 that holds twice as much. */
    Grid twice() {
      return new Grid(2 * scale, (min + max + 1) / 2, min, max, dtype);
    }
  }

  static boolean write(Node node, Names names, OnnxStyle style) {
    return switch (node.op()) {
      case Quantize op when !op.isDynamic() -> {
        Grid grid = Grid.of(op);
        String input = names.of(node.operand(0));
        if (style == OnnxStyle.EXACT && !grid.isWholeRange()) {
          input = clip(names, input, grid.lowest(), grid.highest());
        }
        yield names.node(node, "QuantizeLinear", scaled(names, input, grid));
      }
      case Dequantize op when !op.isDynamic() ->
          names.node(
              node, "DequantizeLinear", scaled(names, names.of(node.operand(0)), Grid.of(op)));
      default -> false;
    };
  }

  static String clip(Names names, String input, double least, double most) {
    return names
        .out()
        .node(
            "Clip",
            List.of(
                input,
                names.out().scalar(DType.FLOAT32, least),
                names.out().scalar(DType.FLOAT32, most)));
  }

  static List<String> scaled(Names names, String input, Grid grid) {
    return List.of(
        input,
        names.out().scalar(DType.FLOAT32, grid.scale),
        names.out().scalar(grid.dtype, (double) grid.zeroPoint));
  }

  /** Rounds a value to integers and back. */
  static String rounded(Names names, String input, Grid grid) {
    String integers = names.out().node("QuantizeLinear", scaled(names, input, grid));
    return names.out().node("DequantizeLinear", scaled(names, integers, grid));
  }

  /** The quantize that alone reads a value, behind functions that only cut off. */
  static Optional<Grid> gridBehind(Value value, FrozenGraph frozen) {
    if (!frozen.graph().hasSingleUse(value)) {
      return Optional.empty();
    }
    Node user = frozen.graph().uses(value).getFirst().user();
    return switch (user.op()) {
      case Quantize op when !op.isDynamic() -> Optional.of(Grid.of(op));
      case Relu _, Clamp _ -> gridBehind(user.result(), frozen);
      default -> Optional.empty();
    };
  }

  /** True for a dequantize of a constant. */
  static boolean isWeight(Node node, FrozenGraph frozen) {
    return (node.op() instanceof Dequantize || node.op() instanceof DequantizePerChannel)
        && frozen.constant(node.operand(0)).isPresent();
  }

  /** The scales of a constant of integers: one, or one for each index of the first dimension. */
  static Optional<Tensor> weightScales(Value weight, FrozenGraph frozen) {
    Optional<Node> producer =
        frozen.graph().producer(weight).filter(node -> isWeight(node, frozen));
    if (producer.isEmpty()) {
      return Optional.empty();
    }
    Node node = producer.get();
    return Optional.of(
        switch (node.op()) {
          case Dequantize op when !op.isDynamic() && op.zeroPoint() == 0 ->
              Tensor.of(new float[] {(float) op.scale()}, 1);
          case DequantizePerChannel op when op.axis() == 0 -> constant(node, "scales", frozen);
          default ->
              throw new InputException(
                  "%"
                      + node.name()
                      + ": a weight with zero points, or with scales along another dimension than"
                      + " the first");
        });
  }

  private static Tensor constant(Node node, String parameter, FrozenGraph frozen) {
    Op op = node.op();
    return frozen
        .constant(node.operand(op.operandIndex(parameter).orElseThrow()))
        .orElseThrow(() -> new InputException("%" + node.name() + ": " + parameter + " vary"));
  }

  /**
   * Writes a weight, of integers or not.
   *
   * @param transposed whether its two dimensions change places
   */
  static String weight(Value weight, boolean transposed, Names names) {
    FrozenGraph frozen = names.frozen();
    Optional<Tensor> scales = weightScales(weight, frozen);
    if (scales.isEmpty()) {
      return transposed
          ? names.out().node("Transpose", List.of(names.of(weight)))
          : names.of(weight);
    }
    Tensor integers =
        frozen.constant(frozen.graph().producer(weight).orElseThrow().operand(0)).orElseThrow();
    String stored = names.out().constant(transposed ? transpose(integers) : integers);
    boolean single = scales.get().elements() == 1 && integers.shape().size(0) != 1;
    Shape shape = single ? Shape.of() : scales.get().shape();
    String zeroPoint = names.out().constant(Tensor.allocate(integers.dtype(), shape));
    String scale = names.out().constant(single ? scales.get().reshape(Shape.of()) : scales.get());
    List<String> operands = List.of(stored, scale, zeroPoint);
    return single
        ? names.out().node("DequantizeLinear", operands)
        : names
            .out()
            .node("DequantizeLinear", operands, new Attribute.Int("axis", transposed ? 1 : 0));
  }

  private static Tensor transpose(Tensor matrix) {
    long rows = matrix.shape().size(0);
    long columns = matrix.shape().size(1);
    Tensor result = Tensor.allocate(matrix.dtype(), Shape.of(columns, rows));
    for (long i = 0; i < rows; i++) {
      for (long j = 0; j < columns; j++) {
        result.setLong(j * rows + i, matrix.getLong(i * columns + j));
      }
    }
    return result;
  }
}
