package dev.octet.report;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.LedgerEntry;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each node is computed in: as the ledger says; without one, as the graph says if it is run as
 * integers wherever quantized values are read.
 */
final class Precisions {
  private final Graph graph;
  private final @Nullable Ledger ledger;
  private final Map<String, LedgerEntry> kernels = new HashMap<>();
  private final Set<String> inIntegers = new HashSet<>();

  Precisions(Graph graph, @Nullable Ledger ledger) {
    this.graph = graph;
    this.ledger = ledger;
    if (ledger != null) {
      for (LedgerEntry entry : ledger.entries()) {
        entry.nodes().forEach(node -> kernels.put(node, entry));
      }
    }
    for (Node node : graph.nodes()) {
      if (readsIntegers(node)) {
        inIntegers.add(node.name());
      }
    }
  }

  Precision of(Node node) {
    DType type = result(node).orElse(null);
    if (type == null || !isShown(type)) {
      return Precision.OTHER;
    }
    LedgerEntry kernel = kernels.get("%" + node.name());
    if (kernel != null) {
      return ofKernel(kernel);
    }
    if (ledger == null && inIntegers.contains(node.name())) {
      return Precision.INT8;
    }
    return type == DType.BFLOAT16 ? Precision.BF16 : Precision.F32;
  }

  private static Precision ofKernel(LedgerEntry kernel) {
    if (kernel.int8()) {
      return Precision.INT8;
    }
    if (kernel.multiplyAdds() == 0 && anyIs(kernel.reads(), "s8", "u8")) {
      return Precision.INT8;
    }
    return anyIs(kernel.reads(), "bf16") || anyIs(kernel.writes(), "bf16")
        ? Precision.BF16
        : Precision.F32;
  }

  private static boolean anyIs(List<String> buffers, String... types) {
    for (String type : types) {
      if (buffers.stream().anyMatch(buffer -> buffer.startsWith(type + "["))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isShown(DType type) {
    return switch (type) {
      case FLOAT32, BFLOAT16, INT8, UINT8 -> true;
      case FLOAT16, FLOAT64, INT16, INT32, INT64, BOOL -> false;
    };
  }

  private static Optional<DType> result(Node node) {
    return node.results().stream()
        .map(Value::type)
        .filter(TensorType.class::isInstance)
        .map(type -> ((TensorType) type).dtype())
        .findFirst();
  }

  /** All float tensors come from dequantize, or from such a node that nobody else reads. */
  private boolean readsIntegers(Node node) {
    boolean any = false;
    for (Value operand : node.operands()) {
      Node producer = graph.producer(operand).orElse(null);
      if (producer == null || !(operand.type() instanceof TensorType)) {
        continue; // a bias, which is added to sums of 32 bits
      }
      boolean integers =
          Conversions.isDequantize(producer)
              || (inIntegers.contains(producer.name()) && graph.hasSingleUse(operand));
      if (!integers) {
        return false;
      }
      any = true;
    }
    return any && !Conversions.isConversion(node);
  }
}
