package dev.octet.lowering.onednn;

import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** This processor; memory is that of the process. */
enum CpuEngine implements Engine {
  INSTANCE;

  @Override
  public MemorySegment handle() {
    return OneDnn.engine();
  }

  @Override
  public Optional<PrimitiveDescription> describe(
      Arena arena, NativeFunction function, Object... arguments) {
    return PrimitiveDescription.create(arena, function, behindEngine(arguments));
  }

  @Override
  public CompiledPrimitive compile(PrimitiveDescription description, Arena arena) {
    return CompiledPrimitive.of(description, arena);
  }

  @Override
  public MemorySegment pack(
      Tensor tensor,
      Shape shape,
      long[] strides,
      Descriptor target,
      Arena arena,
      Consumer<Runnable> later) {
    MemorySegment packed = UntouchedMemory.allocate(target.byteSize(), arena);
    // A tensor at a time: threads that must find each other for each cost more than they give, most
    // of all while the compilers of the JVM want the processor too.
    Runnable fill = () -> OneDnn.onOneThread(() -> reorder(tensor, shape, strides, target, packed));
    if (tensor.isShared()) {
      later.accept(fill);
    } else {
      fill.run();
    }
    return packed;
  }

  private static void reorder(
      Tensor tensor, Shape shape, long[] strides, Descriptor target, MemorySegment packed) {
    try (Arena scratch = Arena.ofConfined()) {
      Tensor plain = tensor.contiguous(scratch);
      Descriptor source = Descriptor.strided(scratch, tensor.dtype(), shape, strides);
      ReorderKernels.runOnce(
          scratch, source, plain.segment(), target, packed, new Attributes(scratch));
    }
  }

  @Override
  public MemorySegment resident(MemorySegment bytes, Arena arena) {
    return bytes;
  }

  @Override
  public Buffer read(Emitter emitter, Value value, Layout layout) {
    return emitter.read(value, layout);
  }

  @Override
  public Kernel kernel(
      String name,
      CompiledPrimitive primitive,
      List<PrimitiveKernel.Binding> reads,
      List<PrimitiveKernel.Binding> writes,
      Emitter emitter) {
    return new PrimitiveKernel(name, primitive, reads, writes);
  }
}
