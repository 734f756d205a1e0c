package dev.octet.lowering.onednn;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Strides;
import dev.octet.op.Concat;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers a join of tensors to one primitive that copies. Producers cannot write into their parts of
 * the result instead: convolutions and pooling of the library know images without gaps only.
 */
final class ConcatLowering {
  private ConcatLowering() {}

  static Optional<String> lower(Node node, Concat op, Emitter emitter) {
    Value result = node.result();
    DType dtype = result.tensorType().dtype();
    Shape shape = result.tensorType().shape();
    List<Value> sources = node.operands();
    boolean plain =
        sources.stream()
            .allMatch(source ->
                source.tensorType().dtype() == dtype
                    && source.tensorType().rank() == shape.rank()
                    && source.tensorType().shape().elements() > 0);
    if (!plain || !Descriptor.supports(dtype) || sources.isEmpty()) {
      return Optional.of("a join of different types, or of empty tensors");
    }
    Arena arena = emitter.arena();
    Layout layout = layout(sources, result, emitter);
    Descriptor target = describe(arena, dtype, shape, layout);
    List<Descriptor> descriptors =
        sources.stream()
            .map(source -> describe(arena, dtype, source.tensorType().shape(), layout))
            .toList();
    MemorySegment handles = arena.allocate(ValueLayout.ADDRESS, sources.size());
    for (int i = 0; i < sources.size(); i++) {
      handles.setAtIndex(ValueLayout.ADDRESS, i, descriptors.get(i).handle());
    }
    Optional<PrimitiveDescription> found =
        PrimitiveDescription.create(
            arena,
            Dnnl.CONCAT,
            OneDnn.engine(),
            target.handle(),
            sources.size(),
            shape.normalize(op.dimension()),
            handles,
            new Attributes(arena).finish());
    if (found.isEmpty()) {
      return Optional.of("the library does not join these layouts");
    }
    List<PrimitiveKernel.Binding> reads = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Buffer source = emitter.read(sources.get(i), layout);
      reads.add(new PrimitiveKernel.Binding(Operand.MULTIPLE_SRC + i, descriptors.get(i), source));
    }
    Buffer to = emitter.write(result, layout);
    emitter.emit(
        new PrimitiveKernel(
            node.op().name().base(),
            found.get(),
            reads,
            List.of(new PrimitiveKernel.Binding(Operand.DST, target, to)),
            arena));
    return Optional.empty();
  }

  /** Channels last where readers want it, or where all sources lie so. */
  private static Layout layout(List<Value> sources, Value result, Emitter emitter) {
    if (emitter.preferred(result) == Layout.CHANNELS_LAST) {
      return Layout.CHANNELS_LAST;
    }
    for (Value source : sources) {
      Buffer lies = emitter.read(source);
      if (!Strides.same(lies.shape(), lies.strides(), Strides.channelsLast(lies.shape()))) {
        return Layout.ROW_MAJOR;
      }
    }
    return Layout.CHANNELS_LAST;
  }

  private static Descriptor describe(Arena arena, DType dtype, Shape shape, Layout layout) {
    return Descriptor.strided(arena, dtype, shape, layout.strides(shape).toArray());
  }
}
