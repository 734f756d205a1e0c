package dev.octet.lowering;

import dev.octet.graph.Node;
import dev.octet.lowering.codegen.LoopCompiler;
import dev.octet.lowering.codegen.NestedReductions;
import dev.octet.lowering.fuse.FusionPolicy;
import dev.octet.lowering.fuse.Weight;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Optional;

/** What runs in integers on an OpenCL device: sums of byte products are exact on all of them. */
final class XpuPolicy implements FusionPolicy {
  @Override
  public Optional<String> declinesInt8(Node product, DType input, long largest, Weight weight) {
    return weight.dtype() != DType.INT8 || (input != DType.UINT8 && input != DType.INT8)
        ? Optional.of("products of " + input + " and " + weight.dtype())
        : Optional.empty();
  }

  @Override
  public Optional<String> declinesElementwise(Node node) {
    return LoopCompiler.declines(node);
  }

  @Override
  public boolean repeats(Node node, List<Node> readers) {
    return NestedReductions.arise(node, readers);
  }
}
