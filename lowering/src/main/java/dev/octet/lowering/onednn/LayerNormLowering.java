package dev.octet.lowering.onednn;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.op.LayerNorm;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Lowers a layer norm over the last dimension to one primitive. */
final class LayerNormLowering {
  private static final int INFERENCE = 96;
  private static final int USE_SCALE = 2;
  private static final int USE_SHIFT = 4;

  private LayerNormLowering() {}

  static Optional<String> lower(Node node, LayerNorm op, Emitter emitter) {
    Arena arena = emitter.arena();
    Value input = node.operand(0);
    DType dtype = input.tensorType().dtype();
    Shape shape = input.tensorType().shape();
    if ((dtype != DType.FLOAT32 && dtype != DType.BFLOAT16)
        || op.normalizedRank() != 1
        || node.results().size() != 1
        || shape.rank() < 2
        || shape.elements() == 0) {
      return Optional.of("a layer norm of " + dtype + " over several dimensions");
    }
    Shape rows = ProductLowering.matrix(shape);
    Descriptor plain =
        Descriptor.strided(arena, dtype, rows, Layout.ROW_MAJOR.strides(rows).toArray());
    OptionalInt weight = op.operandIndex("weight");
    OptionalInt bias = op.operandIndex("bias");
    int flags = (weight.isPresent() ? USE_SCALE : 0) | (bias.isPresent() ? USE_SHIFT : 0);
    Optional<PrimitiveDescription> found =
        PrimitiveDescription.create(
            arena,
            Dnnl.LAYER_NORMALIZATION,
            OneDnn.engine(),
            INFERENCE,
            plain.handle(),
            plain.handle(),
            Descriptor.NONE.handle(),
            (float) op.eps(),
            flags,
            new Attributes(arena).finish());
    if (found.isEmpty() || !isFloat(node, weight) || !isFloat(node, bias)) {
      return Optional.of("the library has no layer norm for these types");
    }
    List<PrimitiveKernel.Binding> reads = new ArrayList<>();
    reads.add(
        new PrimitiveKernel.Binding(Operand.SRC, plain, emitter.read(input, Layout.ROW_MAJOR)));
    Descriptor row = Descriptor.vector(arena, DType.FLOAT32, rows.size(1));
    weight.ifPresent(index ->
        reads.add(
            new PrimitiveKernel.Binding(
                Operand.SCALE, row, emitter.read(node.operand(index), Layout.ROW_MAJOR))));
    bias.ifPresent(index ->
        reads.add(
            new PrimitiveKernel.Binding(
                Operand.SHIFT, row, emitter.read(node.operand(index), Layout.ROW_MAJOR))));
    Buffer to = emitter.write(node.result(), Layout.ROW_MAJOR);
    emitter.emit(
        new PrimitiveKernel(
            "layer_norm",
            found.get(),
            reads,
            List.of(new PrimitiveKernel.Binding(Operand.DST, plain, to)),
            arena));
    return Optional.empty();
  }

  private static boolean isFloat(Node node, OptionalInt operand) {
    return operand.isEmpty()
        || node.operand(operand.getAsInt()).tensorType().dtype() == DType.FLOAT32;
  }
}
