package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Add;
import dev.octet.op.OpName;
import dev.octet.quantizer.annotate.Reason;
import java.util.List;
import java.util.Optional;

/** What the patterns that begin with a convolution or linear layer have in common. */
final class LayerPattern {
  private LayerPattern() {}

  /**
   * The one output node of each partition; empty if a partition has several, as a module has that
   * is called more than once in a non-strict export.
   */
  static Optional<List<Node>> outputs(List<Partition> chain) {
    return chain.stream().allMatch(partition -> partition.outputs().size() == 1)
        ? Optional.of(chain.stream().map(partition -> partition.outputs().getFirst()).toList())
        : Optional.empty();
  }

  /**
   * The operand of an addition that is not the layer's result; empty, with the reason noted, if the
   * pattern does not hold: the layer has several readers, or an operand is a number.
   */
  static Optional<Value> otherOperand(
      Node layer, Node add, OpName expected, String annotator, AnnotationPass pass) {
    if (!layer.op().name().equals(expected) || !pass.isAbout(layer, add)) {
      return Optional.empty();
    }
    if (!(add.op() instanceof Add op) || !op.isBinary()) {
      pass.decline(add, Reason.SCALAR_OPERAND, annotator, "after %" + layer.name());
      return Optional.empty();
    }
    if (pass.readers(layer) != 1) {
      pass.decline(
          add,
          Reason.SEVERAL_USERS,
          annotator,
          pass.readers(layer) + " nodes read %" + layer.name());
      return Optional.empty();
    }
    Value result = layer.result();
    if (add.operand(0).equals(result)) {
      return Optional.of(add.operand(1));
    }
    return add.operand(1).equals(result) ? Optional.of(add.operand(0)) : Optional.empty();
  }
}
