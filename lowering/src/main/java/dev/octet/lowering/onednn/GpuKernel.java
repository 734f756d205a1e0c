package dev.octet.lowering.onednn;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.device.CommandQueue;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.opencl.step.DeviceFrame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * One primitive of a GPU with all that it reads and writes, its scratchpad among them. A run puts
 * it into the frame's queue and goes on.
 */
final class GpuKernel implements Kernel {
  private final String name;
  private final GpuEngine engine;
  private final CompiledPrimitive primitive;
  private final ImmutableList<PrimitiveKernel.Binding> reads;
  private final ImmutableList<PrimitiveKernel.Binding> writes;

  GpuKernel(
      String name,
      GpuEngine engine,
      CompiledPrimitive primitive,
      List<PrimitiveKernel.Binding> reads,
      List<PrimitiveKernel.Binding> writes) {
    this.name = name;
    this.engine = engine;
    this.primitive = primitive;
    this.reads = ImmutableList.copyOf(reads);
    this.writes = ImmutableList.copyOf(writes);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String implementation() {
    return primitive.implementation();
  }

  @Override
  public ImmutableList<Buffer> reads() {
    return buffers(reads);
  }

  @Override
  public ImmutableList<Buffer> writes() {
    return buffers(writes);
  }

  private static ImmutableList<Buffer> buffers(List<PrimitiveKernel.Binding> bindings) {
    return bindings.stream()
        .map(PrimitiveKernel.Binding::buffer)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public boolean isQueued() {
    return true;
  }

  /** All operands in the order in which they are passed. */
  List<PrimitiveKernel.Binding> bindings() {
    List<PrimitiveKernel.Binding> all = new ArrayList<>(reads);
    all.addAll(writes);
    return all;
  }

  /**
   * The library's look at a frame's queue.
   *
   * @param handle of the library
   */
  private record Stream(MemorySegment handle) {}

  /** An operand in the caller's memory, which each run finds elsewhere. */
  private record Moving(int index, PrimitiveKernel.Binding binding) {}

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    DeviceFrame own = DeviceFrame.of(engine.context(), frame, arena);
    CommandQueue queue = own.queue();
    MemorySegment stream =
        frame
            .attachment(
                Stream.class,
                () -> new Stream(engine.interop().stream(arena, engine.handle(), queue)))
            .handle();
    List<PrimitiveKernel.Binding> all = bindings();
    ArgumentList arguments = new ArgumentList(arena, all.size());
    List<Moving> moving = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (Frame.isFixed(all.get(i).buffer())) {
        set(arguments, i, all.get(i), own, arena);
      } else {
        moving.add(new Moving(i, all.get(i)));
      }
    }
    return () -> {
      // The library keeps a buffer for as long as its memory object, and the caller's buffers end
      // with the run; what is in the queue is kept by the driver.
      try (Arena run = Arena.ofConfined()) {
        moving.forEach(each -> set(arguments, each.index, each.binding, own, run));
        engine.interop().execute(primitive.handle(), stream, arguments);
      }
      if (engine.waits()) {
        queue.finish();
      }
    };
  }

  private void set(
      ArgumentList arguments,
      int index,
      PrimitiveKernel.Binding binding,
      DeviceFrame own,
      Arena arena) {
    MemorySegment memory =
        engine
            .interop()
            .memory(arena, engine.handle(), binding.descriptor(), own.beginning(binding.buffer()));
    arguments.set(index, binding.operand(), memory);
  }
}
