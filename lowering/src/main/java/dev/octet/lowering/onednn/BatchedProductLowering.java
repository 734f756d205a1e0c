package dev.octet.lowering.onednn;

import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.op.MatMul;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers a product of two values of the run, such as those of attention. */
final class BatchedProductLowering {
  private final Contraction product;
  private final Emitter emitter;
  private final Arena arena;

  BatchedProductLowering(Contraction product, Emitter emitter) {
    this.product = product;
    this.emitter = emitter;
    this.arena = emitter.arena();
  }

  Optional<String> lower() {
    Value left = product.input().value();
    Value right = product.weight().value();
    Shape leftShape = left.tensorType().shape();
    Shape rightShape = right.tensorType().shape();
    Shape resultShape = product.result().tensorType().shape();
    int rank = resultShape.rank();
    if (!(product.anchor().op() instanceof MatMul)
        || rank < 2
        || leftShape.rank() != rank
        || rightShape.rank() != rank) {
      return Optional.of("operands of different rank");
    }
    if (!product.epilogue().isEmpty() || resultShape.elements() == 0 || leftShape.elements() == 0) {
      return Optional.of("a product of two computed values with something behind it");
    }
    if (!Descriptor.supports(left.tensorType().dtype())
        || left.tensorType().dtype() != right.tensorType().dtype()) {
      return Optional.of("a product of " + left.tensorType().dtype());
    }
    Attributes attributes = new Attributes(arena);
    Scaling scaling = new Scaling(product, attributes, emitter, 1);
    Optional<String> declined = scaling.prepare();
    if (declined.isPresent()) {
      return declined;
    }
    Buffer leftBuffer = emitter.read(left);
    Buffer rightBuffer = emitter.read(right);
    Descriptor source = ReorderKernels.describe(arena, leftBuffer);
    Descriptor weights = ReorderKernels.describe(arena, rightBuffer);
    Descriptor destination =
        Descriptor.strided(
            arena,
            product.result().tensorType().dtype(),
            resultShape,
            Layout.ROW_MAJOR.strides(resultShape).toArray());
    Optional<PrimitiveDescription> found =
        PrimitiveDescription.create(
            arena,
            Dnnl.MATMUL,
            OneDnn.engine(),
            source.handle(),
            weights.handle(),
            Descriptor.NONE.handle(),
            destination.handle(),
            attributes.finish());
    if (found.isEmpty()) {
      return Optional.of("the library has no implementation for these types and layouts");
    }
    List<PrimitiveKernel.Binding> reads = new ArrayList<>(scaling.operands(Descriptor.NONE));
    reads.add(new PrimitiveKernel.Binding(Operand.SRC, source, leftBuffer));
    reads.add(new PrimitiveKernel.Binding(Operand.WEIGHTS, weights, rightBuffer));
    Buffer result = emitter.write(product.result(), Layout.ROW_MAJOR);
    emitter.emit(
        new PrimitiveKernel(
            product.label(),
            found.get(),
            reads,
            List.of(new PrimitiveKernel.Binding(Operand.DST, destination, result)),
            arena));
    return Optional.empty();
  }
}
