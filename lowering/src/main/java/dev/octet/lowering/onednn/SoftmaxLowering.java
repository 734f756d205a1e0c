package dev.octet.lowering.onednn;

import dev.octet.graph.Node;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.op.Softmax;
import dev.octet.tensor.DType;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/** Lowers a softmax to one primitive. */
final class SoftmaxLowering {
  private static final int INFERENCE = 96;
  private static final int ACCURATE = 196608;

  private SoftmaxLowering() {}

  static Optional<String> lower(Node node, Softmax op, Emitter emitter) {
    Arena arena = emitter.arena();
    DType dtype = node.operand(0).tensorType().dtype();
    if ((dtype != DType.FLOAT32 && dtype != DType.BFLOAT16)
        || node.result().tensorType().dtype() != dtype
        || node.operand(0).tensorType().shape().elements() == 0
        || node.operand(0).tensorType().rank() == 0) {
      return Optional.of("a softmax of " + dtype);
    }
    Buffer from = emitter.read(node.operand(0));
    Optional<String> declined = ReorderKernels.declines(from);
    if (declined.isPresent()) {
      return declined;
    }
    Descriptor source = ReorderKernels.describe(arena, from);
    Optional<PrimitiveDescription> found =
        PrimitiveDescription.create(
            arena,
            Dnnl.SOFTMAX,
            OneDnn.engine(),
            INFERENCE,
            ACCURATE,
            source.handle(),
            source.handle(),
            from.shape().normalize(op.dimension()),
            new Attributes(arena).finish());
    if (found.isEmpty()) {
      return Optional.of("the library has no softmax for this layout");
    }
    Buffer to = emitter.write(node.result(), from.strides());
    emitter.emit(
        new PrimitiveKernel(
            "softmax",
            found.get(),
            List.of(new PrimitiveKernel.Binding(Operand.SRC, source, from)),
            List.of(
                new PrimitiveKernel.Binding(Operand.DST, ReorderKernels.describe(arena, to), to)),
            arena));
    return Optional.empty();
  }
}
