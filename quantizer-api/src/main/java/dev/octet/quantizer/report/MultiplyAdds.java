package dev.octet.quantizer.report;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Convolution;
import dev.octet.op.Linear;
import dev.octet.op.MatMul;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.op.TransposedConvolution;
import dev.octet.symbol.SymInt;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How many multiplications and additions of matrix elements an operator makes. */
final class MultiplyAdds {
  private static final Set<OpName> NAMED_PADDING =
      Set.of(
          OpName.aten("conv1d", "padding"),
          OpName.aten("conv2d", "padding"),
          OpName.aten("conv3d", "padding"));

  private MultiplyAdds() {}

  /** Of a convolution, linear layer or matrix product, symbolic sizes taken for 1; else 0. */
  static long of(Node node) {
    if (node.results().isEmpty()) {
      return 0;
    }
    Value result = node.results().getFirst();
    boolean convolution =
        node.op() instanceof Convolution || NAMED_PADDING.contains(node.op().name());
    if (convolution || node.op() instanceof Linear) {
      Value weight = node.operand(node.op().operandIndex("weight").orElseThrow());
      return elements(result) * (elements(weight) / size(weight, 0));
    }
    if (node.op() instanceof TransposedConvolution op) {
      Value weight = node.operand(op.weightOperand());
      return elements(node.operand(op.inputOperand())) * (elements(weight) / size(weight, 0));
    }
    if (node.op() instanceof MatMul) {
      Value left = node.operand(0);
      return elements(result) * size(left, left.tensorType().rank() - 1);
    }
    return 0;
  }

  private static long elements(Value value) {
    long count = 1;
    if (value.type() instanceof TensorType type) {
      for (SymInt size : type.sizes()) {
        count *= concrete(size);
      }
    }
    return count;
  }

  private static long size(Value value, int dimension) {
    return concrete(value.tensorType().size(dimension));
  }

  private static long concrete(SymInt size) {
    Map<String, Long> ones = new HashMap<>();
    size.symbols().forEach(symbol -> ones.put(symbol, 1L));
    return Math.max(1, size.evaluate(ones));
  }
}
