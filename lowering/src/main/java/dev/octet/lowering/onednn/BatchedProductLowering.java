package dev.octet.lowering.onednn;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Strides;
import dev.octet.op.MatMul;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lowers a product of two values of the run, such as those of attention, on this processor. */
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
    if (resultShape.elements() == 0 || leftShape.elements() == 0) {
      return Optional.of("an empty product");
    }
    if (!Descriptor.supports(left.tensorType().dtype())
        || !(product.isInt8() || left.tensorType().dtype() == right.tensorType().dtype())) {
      return Optional.of("a product of " + left.tensorType().dtype());
    }
    Attributes attributes = new Attributes(arena);
    Scaling scaling = new Scaling(CpuEngine.INSTANCE, product, attributes, emitter, 1);
    Optional<String> declined = scaling.prepare();
    if (declined.isPresent()) {
      return declined;
    }
    Buffer leftBuffer = read(left);
    Buffer rightBuffer = read(right);
    Descriptor source =
        Descriptor.strided(arena, leftBuffer.dtype(), leftShape, leftBuffer.strides().toArray());
    Descriptor weights =
        Descriptor.strided(arena, rightBuffer.dtype(), rightShape, rightBuffer.strides().toArray());
    ImmutableLongArray strides =
        emitter
            .preferredStrides(product.result())
            .filter(wanted -> product.epilogue().isEmpty() && isTrusted(resultShape, wanted))
            .orElseGet(() -> Layout.ROW_MAJOR.strides(resultShape));
    Descriptor destination =
        Descriptor.strided(
            arena, product.result().tensorType().dtype(), resultShape, strides.toArray());
    Descriptor bias = scaling.hasBias() ? row(resultShape) : Descriptor.NONE;
    Optional<PrimitiveDescription> found =
        PrimitiveDescription.create(
            arena,
            Dnnl.MATMUL,
            OneDnn.engine(),
            source.handle(),
            weights.handle(),
            bias.handle(),
            destination.handle(),
            attributes.finish());
    if (found.isEmpty()) {
      return Optional.of("the library has no implementation for these types and layouts");
    }
    List<PrimitiveKernel.Binding> reads = new ArrayList<>(scaling.operands(bias));
    reads.add(new PrimitiveKernel.Binding(Operand.SRC, source, leftBuffer));
    reads.add(new PrimitiveKernel.Binding(Operand.WEIGHTS, weights, rightBuffer));
    Buffer result = emitter.write(product.result(), strides);
    emitter.emit(
        new PrimitiveKernel(
            product.label(),
            found.get(),
            reads,
            List.of(new PrimitiveKernel.Binding(Operand.DST, destination, result)),
            arena));
    return Optional.empty();
  }

  /** One number for each column. */
  private Descriptor row(Shape result) {
    long[] sizes = new long[result.rank()];
    Arrays.fill(sizes, 1);
    sizes[sizes.length - 1] = result.size(-1);
    Shape shape = Shape.of(sizes);
    return Descriptor.strided(arena, DType.FLOAT32, shape, Strides.rowMajor(shape).toArray());
  }

  private Buffer read(Value value) {
    Buffer lies = emitter.read(value);
    return isTrusted(lies.shape(), lies.strides()) ? lies : emitter.read(value, Layout.ROW_MAJOR);
  }

  /**
   * True of layouts for which the library computes what it should: the dimensions of the batch are
   * as one, or the first of them is outside all others. In between, with gaps, as heads of one of
   * several projections lie for sequences with time first, it does not.
   */
  private static boolean isTrusted(Shape shape, ImmutableLongArray strides) {
    int batch = shape.rank() - 2;
    boolean one = true;
    boolean outside = true;
    long inner = 1;
    for (int i = batch; i < shape.rank(); i++) {
      inner = Math.max(inner, shape.size(i) * strides.get(i));
    }
    long next = -1;
    for (int i = batch - 1; i >= 0; i--) {
      if (shape.size(i) != 1) {
        one &= next < 0 || strides.get(i) == next;
        outside &= next < 0 || strides.get(i) >= Math.max(inner, next);
        next = shape.size(i) * strides.get(i);
      }
    }
    return one || outside;
  }
}
