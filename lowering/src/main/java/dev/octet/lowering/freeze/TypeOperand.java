package dev.octet.lowering.freeze;

import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Node;
import dev.octet.op.OpName;
import java.util.OptionalInt;

/**
 * The operand that an operator takes for its type and shape alone, and whose elements it does not
 * read: {@code x} of {@code x.new_zeros(3)} or of {@code mask.type_as(x)}. What such an operator
 * gives may be known before {@code x} is. Tensors that PyTorch leaves uninitialised are among them,
 * because here they are zero.
 */
final class TypeOperand {
  private static final ImmutableMap<OpName, String> PARAMETERS =
      ImmutableMap.<OpName, String>builder()
          .put(OpName.aten("new_zeros", "default"), "self")
          .put(OpName.aten("new_ones", "default"), "self")
          .put(OpName.aten("new_full", "default"), "self")
          .put(OpName.aten("new_empty", "default"), "self")
          .put(OpName.aten("zeros_like", "default"), "self")
          .put(OpName.aten("ones_like", "default"), "self")
          .put(OpName.aten("full_like", "default"), "self")
          .put(OpName.aten("empty_like", "default"), "self")
          .put(OpName.aten("zero", "default"), "self")
          .put(OpName.aten("fill", "Scalar"), "self")
          .put(OpName.aten("fill", "Tensor"), "self")
          .put(OpName.aten("to", "other"), "other")
          .put(OpName.aten("type_as", "default"), "other")
          .put(OpName.aten("expand_as", "default"), "other")
          .put(OpName.aten("view_as", "default"), "other")
          .put(OpName.aten("reshape_as", "default"), "other")
          .buildOrThrow();

  private TypeOperand() {}

  /** Its position among the operands of a node; empty if the node reads all of them. */
  static OptionalInt of(Node node) {
    String parameter = PARAMETERS.get(node.op().name());
    return parameter == null ? OptionalInt.empty() : node.op().operandIndex(parameter);
  }
}
