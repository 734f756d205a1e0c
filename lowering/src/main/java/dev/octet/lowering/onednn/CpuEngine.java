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

/** This processor; memory is that of the process. */
enum CpuEngine implements Engine {
  INSTANCE;

  /**
   * So many bytes take some milliseconds. For fewer, threads that must find each other cost more
   * than they give, most of all while the compilers of the JVM want the processor too.
   */
  private static final long WORTH_A_TEAM = 8 << 20;

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
      Tensor tensor, Shape shape, long[] strides, Descriptor target, Arena arena) {
    MemorySegment packed = arena.allocate(target.byteSize(), 64);
    try (Arena scratch = Arena.ofConfined()) {
      Tensor plain = tensor.contiguous(scratch);
      Descriptor source = Descriptor.strided(scratch, tensor.dtype(), shape, strides);
      Runnable reorder =
          () ->
              ReorderKernels.runOnce(
                  scratch, source, plain.segment(), target, packed, new Attributes(scratch));
      if (packed.byteSize() < WORTH_A_TEAM) {
        OneDnn.onOneThread(reorder);
      } else {
        reorder.run();
      }
    }
    return packed;
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
