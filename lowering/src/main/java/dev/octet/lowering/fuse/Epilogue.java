package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Activation;
import dev.octet.op.Add;
import dev.octet.op.Clamp;
import dev.octet.op.Dequantize;
import dev.octet.op.PerTensorAffine;
import dev.octet.op.Quantize;
import dev.octet.op.Relu;
import dev.octet.op.ToCopy;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows a product and nothing else reads: functions, one sum, a quantize.
 *
 * @param result the last value
 */
record Epilogue(
    ImmutableList<PostOperation> operations, Value result, Optional<Affine> quantization) {

  /**
   * Follows the graph from a product's result as far as it goes; adds what it covers to nodes.
   *
   * @param integers whether the product is one of integers: only then are summands taken as
   *     integers, and a quantize taken in
   */
  static Epilogue grow(Value product, boolean integers, FusionContext context, List<Node> nodes) {
    List<Node> chain = new ArrayList<>();
    boolean summed = false;
    Value current = product;
    Optional<Affine> quantization = Optional.empty();
    for (Optional<Node> next = context.onlyUser(current);
        next.isPresent() && quantization.isEmpty();
        next = context.onlyUser(current)) {
      Node node = next.get();
      Optional<Node> dequantize = integers ? Optional.empty() : roundedForFloats(node, context);
      if (dequantize.isPresent()) {
        chain.add(node);
        node = dequantize.get();
        context.giveAsFloat(node.result());
      } else if (integers && node.op() instanceof Quantize op && isOfBytes(op)) {
        quantization = Optional.of(Affine.of(op));
      } else if (!summed && isSum(node)) {
        summed = true;
      } else if (!isFunction(node) && !isRounding(node)) {
        break;
      }
      chain.add(node);
      current = node.result();
    }
    boolean integerSummand = integers && chain.stream().allMatch(Epilogue::scales);
    ImmutableList.Builder<PostOperation> operations = ImmutableList.builder();
    Value before = product;
    for (Node node : chain) {
      if (node.op() instanceof Add) {
        Value other = node.operand(0).equals(before) ? node.operand(1) : node.operand(0);
        Stored stored = integerSummand ? stored(other, context, nodes) : Stored.plain(other);
        operations.add(new PostOperation.Sum(node, stored));
      } else if (isFunction(node)) {
        operations.add(new PostOperation.Function(node));
      } else if (!integers && node.op() instanceof Quantize op) {
        operations.add(new PostOperation.Rounding(node, Affine.of(op)));
      }
      nodes.add(node);
      before = node.result();
    }
    return new Epilogue(operations.build(), current, quantization);
  }

  /**
   * The dequantize behind a quantize, if its numbers are all that anybody reads, and nobody could
   * do with the integers: products that are computed in floating point, and sums.
   */
  private static Optional<Node> roundedForFloats(Node quantize, FusionContext context) {
    if (!(quantize.op() instanceof Quantize op)
        || !isPlain(op)
        || quantize.operand(0).tensorType().dtype() != DType.FLOAT32) {
      return Optional.empty();
    }
    return context
        .onlyUser(quantize.result())
        .filter(node ->
            node.op() instanceof Dequantize other
                && op.sameGrid(other)
                && node.result().tensorType().dtype() == DType.FLOAT32
                && !context.isReadAsIntegers(node.result())
                && !context.graph().isOutput(node.result()))
        .filter(node ->
            context.graph().uses(node.result()).stream()
                .allMatch(use ->
                    use.user().op() instanceof Add
                        || FuseContraction.multipliesFloats(use, context)));
  }

  /** True if a positive factor may be applied before the node instead of behind it. */
  static boolean scales(Node node) {
    return switch (node.op()) {
      case Relu _, Clamp _, Add _, Quantize _, ToCopy _ -> true;
      case Activation op -> op.kind() == Activation.Kind.LEAKY_RELU;
      default -> false;
    };
  }

  /** True of functions of each element that kernels of products apply to what they give. */
  static boolean isFunction(Node node) {
    boolean known =
        node.op() instanceof Relu || (node.op() instanceof Clamp clamp && !clamp.isCrossed());
    if (node.op() instanceof Activation op) {
      known =
          switch (op.kind()) {
            case SILU, GELU, HARDSWISH, SIGMOID, TANH, LEAKY_RELU -> true;
            case HARDSIGMOID, ELU, SELU, CELU, MISH, SOFTPLUS -> false;
          };
    }
    return known && node.operands().size() == 1;
  }

  /** Two different tensors of one shape are added, unscaled; one of bf16 is widened. */
  private static boolean isSum(Node node) {
    return node.op() instanceof Add op
        && op.isBinary()
        && op.alpha() == 1
        && node.operands().size() == 2
        && !node.operand(0).equals(node.operand(1))
        && node.operand(0).tensorType().sizes().equals(node.operand(1).tensorType().sizes())
        && isFloat(node.operand(0))
        && isFloat(node.operand(1));
  }

  /**
   * A change between f32 and bf16: computed in f32 throughout, the result is rounded once, when it
   * is stored.
   */
  private static boolean isRounding(Node node) {
    return node.op() instanceof ToCopy
        && node.operands().size() == 1
        && isFloat(node.operand(0))
        && isFloat(node.result());
  }

  private static boolean isFloat(Value value) {
    DType dtype = value.tensorType().dtype();
    return dtype == DType.FLOAT32 || dtype == DType.BFLOAT16;
  }

  /** True of what products store and add; floats would not hold all integers of 32 bits. */
  private static boolean isOfBytes(PerTensorAffine op) {
    return isPlain(op) && (op.dtype() == DType.INT8 || op.dtype() == DType.UINT8);
  }

  private static boolean isPlain(PerTensorAffine op) {
    return !op.isDynamic() && Affine.of(op).suitsIntegers();
  }

  /** The other summand as integers, if it was dequantized. */
  private static Stored stored(Value other, FusionContext context, List<Node> nodes) {
    Optional<Node> dequantize =
        context.dequantize(other).filter(node -> isOfBytes((Dequantize) node.op()));
    if (dequantize.isEmpty()) {
      return Stored.plain(other);
    }
    nodes.add(dequantize.get());
    context.readAsIntegers(other);
    return Stored.integers(
        dequantize.get().operand(0), Affine.of((Dequantize) dequantize.get().op()));
  }
}
