package dev.octet.lowering.onednn;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.kernel.Strides;
import dev.octet.op.Linear;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * Lowers a linear layer, or a product with a constant matrix, with its epilogue to one primitive;
 * all dimensions of the input but the last are one.
 */
final class ProductLowering {
  private final Engine engine;
  private final Contraction product;
  private final Emitter emitter;
  private final Arena arena;

  ProductLowering(Engine engine, Contraction product, Emitter emitter) {
    this.engine = engine;
    this.product = product;
    this.emitter = emitter;
    this.arena = emitter.arena();
  }

  /** All dimensions but the last are one. */
  static Shape matrix(Shape shape) {
    long columns = shape.size(-1);
    long rows = columns == 0 ? 0 : shape.elements() / columns;
    return Shape.of(rows, columns);
  }

  /** Otherwise the second factor is a value of the run, or a batch of matrices. */
  static boolean hasConstantMatrix(Contraction product) {
    return product.weight().tensor().filter(weight -> weight.shape().rank() == 2).isPresent();
  }

  Optional<String> lower() {
    Value input = product.input().value();
    Shape inputShape = input.tensorType().shape();
    Shape resultShape = product.result().tensorType().shape();
    if (!hasConstantMatrix(product)) {
      return engine == CpuEngine.INSTANCE
          ? new BatchedProductLowering(product, emitter).lower()
          : Optional.of(
              product.weight().tensor().isPresent()
                  ? "the second operand is a batch of matrices"
                  : "both operands are computed by the run");
    }
    Tensor weight = product.weight().tensor().orElseThrow();
    if (inputShape.rank() < 1) {
      return Optional.of("the input is no matrix");
    }
    if (inputShape.elements() == 0 || resultShape.elements() == 0) {
      return Optional.of("an empty product");
    }
    Optional<String> unknown = Scaling.declinesTypes(product);
    if (unknown.isPresent()) {
      return unknown;
    }
    boolean transposed = product.anchor().op() instanceof Linear;
    long inner = transposed ? weight.shape().size(1) : weight.shape().size(0);
    long columns = transposed ? weight.shape().size(0) : weight.shape().size(1);
    Shape packed = Shape.of(inner, columns);
    long[] strides = transposed ? new long[] {1, inner} : new long[] {columns, 1};
    Descriptor source = plain(input.tensorType().dtype(), matrix(inputShape));
    Descriptor destination = plain(product.result().tensorType().dtype(), matrix(resultShape));
    Descriptor weights = Descriptor.any(arena, weight.dtype(), packed);
    Attributes attributes = new Attributes(arena);
    Scaling scaling = new Scaling(engine, product, attributes, emitter, 1);
    Optional<String> declined = scaling.prepare();
    if (declined.isPresent()) {
      return declined;
    }
    Descriptor bias =
        scaling.hasBias()
            ? Descriptor.strided(
                arena, DType.FLOAT32, Shape.of(1, columns), new long[] {columns, 1})
            : Descriptor.NONE;
    Optional<PrimitiveDescription> found =
        engine.describe(
            arena,
            Dnnl.MATMUL,
            source.handle(),
            weights.handle(),
            bias.handle(),
            destination.handle(),
            attributes.finish());
    if (found.isEmpty()) {
      return Optional.of("the library has no implementation for these types and sizes");
    }
    new PackedProduct(
            found.get(),
            scaling,
            Layout.ROW_MAJOR,
            source,
            bias,
            destination,
            packed,
            ImmutableLongArray.copyOf(strides))
        .emit(engine, product, weight, emitter);
    return Optional.empty();
  }

  private Descriptor plain(DType dtype, Shape shape) {
    return Descriptor.strided(arena, dtype, shape, Strides.rowMajor(shape).toArray());
  }
}
