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

/**
 * Lowers a product of two batches of matrices on this processor: of values of the run, such as
 * those of attention, or of one and a constant.
 */
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
    Optional<String> unknown = Scaling.declinesTypes(product);
    if (unknown.isPresent()) {
      return unknown;
    }
    if (!product.isInt8() && left.tensorType().dtype() != right.tensorType().dtype()) {
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
    List<PrimitiveKernel.Binding> reads = new ArrayList<>(scaling.operands(bias, destination));
    reads.add(new PrimitiveKernel.Binding(Operand.SRC, source, leftBuffer));
    reads.add(new PrimitiveKernel.Binding(Operand.WEIGHTS, weights, rightBuffer));
    PrimitiveKernel.Binding result = scaling.destination(destination, strides);
    emitter.emit(new PrimitiveKernel(product.label(), found.get(), reads, List.of(result), arena));
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

  /** A factor in a layout of which the library computes what it should. */
  private Buffer read(Value value) {
    if (isOuter() || repeatsSecond()) {
      return emitter.read(value, Layout.ROW_MAJOR);
    }
    Buffer lies = emitter.read(value);
    return ReorderKernels.isNested(lies) && isTrusted(lies.shape(), lies.strides())
        ? lies
        : emitter.read(value, Layout.ROW_MAJOR);
  }

  /**
   * True if the inner dimension is 1. Of factors that are not in row-major order the library then
   * reads wrong numbers, and beyond the end of some.
   */
  private boolean isOuter() {
    return product.weight().value().tensorType().shape().size(-2) == 1;
  }

  /**
   * True if the second factor is one matrix for all of the first ones. The library then takes all
   * rows of those for one matrix, as if there were no gaps between them.
   */
  private boolean repeatsSecond() {
    Shape first = product.input().value().tensorType().shape();
    Shape second = product.weight().value().tensorType().shape();
    return first.elements() != first.size(-1) * first.size(-2)
        && second.elements() == second.size(-1) * second.size(-2);
  }

  /**
   * False of layouts that the library misjudges, and of matrices neither of whose dimensions is
   * contiguous, for which it has a slow reference implementation only. It takes a batch of several
   * dimensions for one row of matrices, each as far from the one before as the last dimension says,
   * where the largest of the strides is as many times the smallest as there are products: so for
   * sizes (3, 4) with strides (48, 12), where that is right, but also with (216, 18), where it is
   * not.
   */
  private boolean isTrusted(Shape shape, ImmutableLongArray lies) {
    Shape result = product.result().tensorType().shape();
    int batch = shape.rank() - 2;
    long[] strides = Descriptor.settled(shape, lies.toArray());
    if (strides[batch] != 1 && strides[batch + 1] != 1) {
      return false;
    }
    long least = Long.MAX_VALUE;
    long most = 0;
    long count = 1;
    boolean row = true;
    for (int i = batch - 1; i >= 0; i--) {
      boolean next = shape.size(i) == 1 || strides[i] == count * strides[batch - 1];
      row &= next && shape.size(i) == result.size(i);
      count *= result.size(i);
      least = Math.min(least, strides[i]);
      most = Math.max(most, strides[i]);
    }
    return batch < 2 || row || least == 0 || most / least != count;
  }
}
