package dev.octet.lowering.freeze;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.Ops;
import dev.octet.op.TensorType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tensors whose elements are all one number, as {@code full} and {@code zeros_like} make them. One
 * element is kept and every stride is 0, so that a constant of any size takes no memory until
 * somebody wants its elements in a row. Generated code never does: it has the number in its text.
 */
final class RepeatedNumber {
  private static final Set<String> OPERATORS =
      Set.of(
          "aten.zeros.default",
          "aten.ones.default",
          "aten.full.default",
          "aten.new_zeros.default",
          "aten.new_ones.default",
          "aten.new_full.default",
          "aten.new_empty.default",
          "aten.zeros_like.default",
          "aten.ones_like.default",
          "aten.full_like.default",
          "aten.empty_like.default",
          "aten.zero.default",
          "aten.fill.Scalar",
          "aten.fill.Tensor");

  private RepeatedNumber() {}

  static boolean isGivenBy(Node node) {
    return OPERATORS.contains(node.op().name().toString());
  }

  /**
   * The node for a single element.
   *
   * <pre>{@code
   * full([8, 8], 2.5) → full([], 2.5)
   * }</pre>
   *
   * @param node if it takes a tensor for its shape, that is given as one without dimensions
   */
  static Node ofOneElement(Node node) {
    Op op = node.op();
    int size = op.schema().position("size");
    if (size >= 0) {
      List<Argument> arguments = new ArrayList<>(op.arguments());
      arguments.set(size, new Argument.ListOf(List.of()));
      op = Ops.of(op.schema(), arguments);
    }
    Value result = node.result();
    Value one = new Value(result.name(), TensorType.of(result.tensorType().dtype(), Shape.SCALAR));
    return new Node(node.name(), op, node.operands(), List.of(one), node.origin());
  }

  /** A tensor without dimensions as the elements of a shape. */
  static Tensor repeat(Tensor number, Shape shape) {
    return Tensor.view(
        number.storage(), number.dtype(), shape, new long[shape.rank()], number.offset());
  }
}
