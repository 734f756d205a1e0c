package dev.octet.lowering.onednn;

import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.device.CommandQueue;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.tensor.InternalException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The processor in place of a GPU: primitives of the CPU engine, on buffers of an OpenCL device
 * that are mapped while one runs. All but the library's own calls for OpenCL is as on a GPU.
 */
public final class StandInGpu implements GpuInterop {
  private static final AddressLayout P = ValueLayout.ADDRESS;

  private record Memory(Descriptor descriptor, MemorySegment handle, MemorySegment buffer) {}

  private final Map<Long, Memory> memories = new ConcurrentHashMap<>();
  private final Map<Long, CommandQueue> streams = new ConcurrentHashMap<>();
  private final AtomicInteger executed = new AtomicInteger();
  private volatile boolean broken;

  /** The backend with this in place of the library's calls. */
  public Backend backend(DeviceContext context, Backend openCl) {
    return new OneDnnGpuBackend(new GpuEngine(OneDnn.engine(), this, context, openCl, false));
  }

  /** From now on no memory object can be made, as if the driver had none. */
  public void breakDown() {
    broken = true;
  }

  public int executed() {
    return executed.get();
  }

  /** Memory objects and streams that are not freed. */
  public int alive() {
    return memories.size() + streams.size();
  }

  /**
   * In what operands two primitives differ, by number, buffer or description; without scratchpads.
   */
  public static List<String> differences(Kernel one, Kernel other) {
    List<PrimitiveKernel.Binding> first = operands(one);
    List<PrimitiveKernel.Binding> second = operands(other);
    if (first.size() != second.size()) {
      return List.of(first.size() + " operands and " + second.size());
    }
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      String texts = text(first.get(i)) + " and " + text(second.get(i));
      if (!text(first.get(i)).equals(text(second.get(i)))) {
        differences.add(texts);
      } else if (!first.get(i).descriptor().sameAs(second.get(i).descriptor())) {
        differences.add(texts + " are described otherwise");
      }
    }
    return differences;
  }

  private static String text(PrimitiveKernel.Binding binding) {
    return binding.operand() + ": " + binding.buffer();
  }

  private static List<PrimitiveKernel.Binding> operands(Kernel kernel) {
    List<PrimitiveKernel.Binding> bindings =
        switch (kernel) {
          case PrimitiveKernel cpu -> cpu.bindings();
          case GpuKernel gpu -> gpu.bindings();
          default -> throw new IllegalArgumentException(kernel.name() + " is no primitive");
        };
    return bindings.stream().filter(each -> each.operand() != Operand.SCRATCHPAD).toList();
  }

  @Override
  public MemorySegment stream(Arena arena, MemorySegment engine, CommandQueue queue) {
    MemorySegment stream = new FrameStream(arena).handle();
    streams.put(stream.address(), queue);
    atEnd(arena, () -> streams.remove(stream.address()));
    return stream;
  }

  @Override
  public MemorySegment memory(
      Arena arena, MemorySegment engine, Descriptor descriptor, MemorySegment buffer) {
    if (broken) {
      throw new InternalException("oneDNN: making a memory object failed: out of memory");
    }
    MemorySegment memory = Memories.create(arena, descriptor, 0);
    memories.put(memory.address(), new Memory(descriptor, memory, buffer));
    atEnd(arena, () -> memories.remove(memory.address()));
    return memory;
  }

  @SuppressWarnings("restricted") // for the callback only
  private static void atEnd(Arena arena, Runnable action) {
    arena.allocate(1).reinterpret(arena, _ -> action.run());
  }

  @Override
  public void execute(MemorySegment primitive, MemorySegment stream, ArgumentList arguments) {
    CommandQueue queue = Objects.requireNonNull(streams.get(stream.address()));
    List<MemorySegment> mapped = new ArrayList<>();
    List<Memory> given = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i++) {
      long address = arguments.segment().get(P, 16L * i + 8).address();
      Memory memory = Objects.requireNonNull(memories.get(address));
      given.add(memory);
      mapped.add(queue.map(memory.buffer, 0, memory.descriptor.byteSize(), true));
      Memories.move(memory.handle, mapped.get(i).address());
    }
    PrimitiveKernel.execute(primitive, stream, arguments);
    for (int i = 0; i < given.size(); i++) {
      queue.unmap(given.get(i).buffer, mapped.get(i));
    }
    executed.incrementAndGet();
  }
}
