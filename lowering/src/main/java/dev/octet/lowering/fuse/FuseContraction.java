package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Use;
import dev.octet.graph.Value;
import dev.octet.op.AddMm;
import dev.octet.op.Convolution;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Linear;
import dev.octet.op.MatMul;
import dev.octet.op.TransposedConvolution;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Builds a region around a convolution, linear layer or matrix product: dequantize of the operands
 * in front, functions, sums and a quantize behind.
 */
final class FuseContraction implements FusionRule {
  private static final String BEYOND =
      " has a scale or zero point that kernels of integers do not compute with";

  /** Where the operands of a product stand. */
  private record Operands(int input, int weight, OptionalInt bias) {}

  @Override
  public Optional<Region> match(Node anchor, FusionContext context) {
    Optional<Operands> operands = operands(anchor);
    return operands.isEmpty()
        ? Optional.empty()
        : Optional.of(build(anchor, operands.get(), context));
  }

  private static Optional<Operands> operands(Node anchor) {
    return switch (anchor.op()) {
      case Convolution op ->
          Optional.of(new Operands(op.inputOperand(), op.weightOperand(), op.operandIndex("bias")));
      case TransposedConvolution op ->
          Optional.of(new Operands(op.inputOperand(), op.weightOperand(), op.operandIndex("bias")));
      case Linear op ->
          Optional.of(new Operands(op.inputOperand(), op.weightOperand(), op.operandIndex("bias")));
      case MatMul _ -> Optional.of(new Operands(0, 1, OptionalInt.empty()));
      case AddMm op when op.alpha() == 1 && op.beta() == 1 ->
          Optional.of(new Operands(1, 2, OptionalInt.of(0)));
      default -> Optional.empty();
    };
  }

  private static Region build(Node anchor, Operands operands, FusionContext context) {
    List<Node> nodes = new ArrayList<>();
    Value inputValue = anchor.operand(operands.input);
    Value weightValue = anchor.operand(operands.weight);
    Stored input = Stored.plain(inputValue);
    Optional<Weight> integerWeight = Optional.empty();
    String floatReason = floatReason(anchor, operands, context);
    if (floatReason.isEmpty()) {
      Node dequantize = context.anyDequantize(inputValue).orElseThrow();
      input = stored(dequantize);
      integerWeight = integerWeight(anchor, weightValue, context).weight();
      nodes.add(dequantize);
      nodes.add(context.graph().producer(weightValue).orElseThrow());
    }
    nodes.add(anchor);
    Epilogue epilogue = Epilogue.grow(anchor.result(), input.isQuantized(), context, nodes);
    return new Contraction(
        ImmutableList.copyOf(nodes),
        anchor,
        input,
        integerWeight.orElseGet(() -> floatWeight(weightValue, context)),
        operands.bias.isPresent()
            ? Optional.of(anchor.operand(operands.bias.getAsInt()))
            : Optional.empty(),
        epilogue.operations(),
        epilogue.result(),
        epilogue.quantization(),
        floatReason);
  }

  /** True if the value is the input of a product that is computed in floating point. */
  static boolean multipliesFloats(Use use, FusionContext context) {
    return operands(use.user())
        .filter(operands -> operands.input == use.operand())
        .filter(operands -> !floatReason(use.user(), operands, context).isEmpty())
        .isPresent();
  }

  /** Why a product is computed in floating point; empty if it is not. */
  private static String floatReason(Node anchor, Operands operands, FusionContext context) {
    return context.floatReason(anchor, () -> decide(anchor, operands, context));
  }

  private static String decide(Node anchor, Operands operands, FusionContext context) {
    Optional<Node> dequantize = context.anyDequantize(anchor.operand(operands.input));
    if (dequantize.isEmpty()) {
      return "its input is not quantized";
    }
    Stored input = stored(dequantize.get());
    if (!input.affine().map(Affine::suitsIntegers).orElse(true)) {
      return "its input" + BEYOND;
    }
    IntegerWeight found = integerWeight(anchor, anchor.operand(operands.weight), context);
    return found
        .weight()
        .map(weight -> declinesInt8(anchor, input, weight, context))
        .orElse(found.declined());
  }

  /** What a dequantize reads. */
  private static Stored stored(Node dequantize) {
    Dequantize op = (Dequantize) dequantize.op();
    Value integers = dequantize.operand(0);
    return op.isDynamic()
        ? Stored.integers(
            integers,
            new DynamicAffine(
                op.dtype(),
                dequantize.operand(op.operandIndex("scale").orElseThrow()),
                dequantize.operand(op.operandIndex("zero_point").orElseThrow()),
                op.quantMin(),
                op.quantMax()))
        : Stored.integers(integers, Affine.of(op));
  }

  private static String declinesInt8(
      Node anchor, Stored input, Weight weight, FusionContext context) {
    long largest =
        input.affine().map(Affine::max).orElseGet(() -> input.dynamic().orElseThrow().max());
    return context.policy().declinesInt8(anchor, input.dtype(), largest, weight).orElse("");
  }

  /** A weight of floating-point numbers; integers that are not multiplied are expanded now. */
  private static Weight floatWeight(Value value, FusionContext context) {
    Optional<Tensor> constant = context.constant(value);
    if (constant.isEmpty()) {
      constant = context.expand(value);
    }
    return new Weight(value, constant, Optional.empty(), Optional.empty());
  }

  /** A weight of integers, or why there is none. */
  private record IntegerWeight(Optional<Weight> weight, String declined) {
    static IntegerWeight of(Weight weight) {
      return new IntegerWeight(Optional.of(weight), "");
    }

    static IntegerWeight declined(String reason) {
      return new IntegerWeight(Optional.empty(), reason);
    }
  }

  /**
   * The integers that a dequantize of the weight reads. Of constants, zero points must be 0, and
   * scales, if there are several, those of the output channels.
   */
  private static IntegerWeight integerWeight(Node anchor, Value value, FusionContext context) {
    Node node = context.graph().producer(value).orElse(null);
    if (node == null
        || !(node.op() instanceof Dequantize || node.op() instanceof DequantizePerChannel)) {
      return IntegerWeight.declined("its weight is not quantized");
    }
    Value stored = node.operand(0);
    Optional<Tensor> tensor = context.constant(stored);
    if (tensor.isEmpty()) {
      return computedIntegers(anchor, node, stored, context);
    }
    Optional<Affine> affine = Optional.empty();
    Optional<Tensor> scales = Optional.empty();
    if (node.op() instanceof DequantizePerChannel op) {
      if (!isOutputChannels(op.axis(), anchor)) {
        return IntegerWeight.declined(
            "its weight has scales along dimension "
                + op.axis()
                + ", which is not that of its output channels");
      }
      scales = context.constant(node.operand(op.operandIndex("scales").orElseThrow()));
    } else if (node.op() instanceof Dequantize op && !op.isDynamic()) {
      affine = Optional.of(Affine.of(op));
    }
    if (scales.isEmpty() && affine.isEmpty()) {
      return IntegerWeight.declined("the scales of its weight are not constant");
    }
    if (!affine.map(Affine::suitsIntegers).orElse(true)
        || !scales.map(FuseContraction::isFinite).orElse(true)) {
      return IntegerWeight.declined("its weight" + BEYOND);
    }
    boolean centred =
        affine.map(grid -> grid.zeroPoint() == 0).orElseGet(() -> hasNoZeroPoints(node, context));
    return centred
        ? IntegerWeight.of(new Weight(stored, tensor, affine, scales))
        : IntegerWeight.declined("its weight has zero points that are not known to be 0");
  }

  /** Integers of the run, such as attention multiplies: by one scale and zero point for all. */
  private static IntegerWeight computedIntegers(
      Node anchor, Node dequantize, Value stored, FusionContext context) {
    if (!(anchor.op() instanceof MatMul)) {
      return IntegerWeight.declined("its quantized weight is not constant");
    }
    if (!(dequantize.op() instanceof Dequantize op)
        || op.isDynamic()
        || context.dequantize(anchor.operand(0)).isEmpty()) {
      return IntegerWeight.declined(
          "the run computes both factors, and their scales are not all known before");
    }
    int rank = anchor.operand(0).tensorType().rank();
    if (rank < 2 || rank != anchor.operand(1).tensorType().rank()) {
      return IntegerWeight.declined("its factors have different ranks");
    }
    Affine affine = Affine.of(op);
    return affine.suitsIntegers()
        ? IntegerWeight.of(
            new Weight(stored, Optional.empty(), Optional.of(affine), Optional.empty()))
        : IntegerWeight.declined("its second factor" + BEYOND);
  }

  /**
   * True of the dimension of a weight that holds the output channels. Products of matrices sum over
   * the first one; of a transposed convolution in groups, channels of several groups share one.
   */
  private static boolean isOutputChannels(long axis, Node anchor) {
    return switch (anchor.op()) {
      case Convolution _, Linear _ -> axis == 0;
      case TransposedConvolution op -> axis == 1 && op.groups() == 1;
      default -> false;
    };
  }

  private static boolean hasNoZeroPoints(Node dequantize, FusionContext context) {
    OptionalInt points = dequantize.op().operandIndex("zero_points");
    return points.isEmpty()
        || context
            .constant(dequantize.operand(points.getAsInt()))
            .filter(FuseContraction::isZero)
            .isPresent();
  }

  private static boolean isFinite(Tensor tensor) {
    for (long i = 0; i < tensor.elements(); i++) {
      if (!Double.isFinite(tensor.getDouble(i))) {
        return false;
      }
    }
    return true;
  }

  /** True if all elements are. */
  static boolean isZero(Tensor tensor) {
    for (long i = 0; i < tensor.elements(); i++) {
      if (tensor.getDouble(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
