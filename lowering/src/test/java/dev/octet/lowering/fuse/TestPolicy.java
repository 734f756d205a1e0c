package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Node;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Optional;

/**
 * A policy without a processor.
 *
 * @param products why no product may be one of integers; empty if all may
 * @param apart operators that are not generated code
 * @param repeated operators that do not go with any that reads them
 */
record TestPolicy(
    Optional<String> products, ImmutableSet<String> apart, ImmutableSet<String> repeated)
    implements FusionPolicy {
  /** Everything goes. */
  static final TestPolicy ANY = new TestPolicy(Optional.empty(), ImmutableSet.of());

  TestPolicy(Optional<String> products, ImmutableSet<String> apart) {
    this(products, apart, ImmutableSet.of());
  }

  /** No generated code: nodes that no rule takes stay alone. */
  static TestPolicy withoutCode() {
    return new TestPolicy(
        Optional.empty(),
        ImmutableSet.of(
            "add", "mul", "relu", "tanh", "quantize_per_tensor", "dequantize_per_tensor"));
  }

  @Override
  public Optional<String> declinesInt8(Node product, DType input, long largest, Weight weight) {
    return products;
  }

  @Override
  public Optional<String> declinesElementwise(Node node) {
    return apart.contains(node.op().name().base())
        ? Optional.of("it stays alone")
        : Optional.empty();
  }

  @Override
  public boolean repeats(Node node, List<Node> readers) {
    return repeated.contains(node.op().name().base());
  }
}
