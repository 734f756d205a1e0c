package dev.octet.lowering.onednn;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A product with a constant weight that the library can compute: what becomes its kernel.
 *
 * @param layout of what the product reads and writes
 * @param packed the sizes of the weight as the primitive sees them
 * @param strides where these elements lie in the row-major weight
 */
record PackedProduct(
    PrimitiveDescription description,
    Scaling scaling,
    Layout layout,
    Descriptor source,
    Descriptor bias,
    Descriptor destination,
    Shape packed,
    ImmutableLongArray strides) {
  /** Packs the weight, and appends the kernel to the plan. */
  void emit(Engine engine, Contraction product, Tensor weight, Emitter emitter) {
    CompiledPrimitive primitive = engine.compile(description, emitter.arena());
    Descriptor weights = description.weights().copy(emitter.arena());
    Buffer weightBuffer =
        PackedWeights.pack(engine, emitter, weight, packed, strides.toArray(), weights);
    List<PrimitiveKernel.Binding> reads = new ArrayList<>(scaling.operands(bias, destination));
    reads.add(
        new PrimitiveKernel.Binding(
            Operand.SRC, source, engine.read(emitter, product.input().value(), layout)));
    reads.add(new PrimitiveKernel.Binding(Operand.WEIGHTS, weights, weightBuffer));
    PrimitiveKernel.Binding result =
        scaling.destination(destination, layout.strides(product.result().tensorType().shape()));
    emitter.emit(engine.kernel(product.label(), primitive, reads, List.of(result), emitter));
  }
}
