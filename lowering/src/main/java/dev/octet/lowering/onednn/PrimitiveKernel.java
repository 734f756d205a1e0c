package dev.octet.lowering.onednn;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** One primitive of the library with all that it reads and writes. */
final class PrimitiveKernel implements Kernel {
  /**
   * An operand of the primitive.
   *
   * @param operand the library's number
   */
  record Binding(int operand, Descriptor descriptor, Buffer buffer) {}

  private final String name;
  private final String implementation;
  private final MemorySegment primitive;
  private final Descriptor scratchpad;
  private final ImmutableList<Binding> reads;
  private final ImmutableList<Binding> writes;

  PrimitiveKernel(
      String name,
      PrimitiveDescription description,
      List<Binding> reads,
      List<Binding> writes,
      Arena arena) {
    this.name = name;
    this.implementation = description.implementation();
    this.primitive = description.primitive(arena);
    this.scratchpad = description.scratchpad().copy(arena);
    this.reads = ImmutableList.copyOf(reads);
    this.writes = ImmutableList.copyOf(writes);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String implementation() {
    return implementation;
  }

  @Override
  public ImmutableList<Buffer> reads() {
    return reads.stream().map(Binding::buffer).collect(ImmutableList.toImmutableList());
  }

  @Override
  public ImmutableList<Buffer> writes() {
    return writes.stream().map(Binding::buffer).collect(ImmutableList.toImmutableList());
  }

  @Override
  public long scratchBytes() {
    return scratchpad.byteSize();
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    MemorySegment stream =
        frame.attachment(FrameStream.class, () -> new FrameStream(arena)).handle();
    List<Binding> all = new ArrayList<>(reads);
    all.addAll(writes);
    boolean needsScratch = scratchBytes() > 0;
    int count = all.size() + (needsScratch ? 1 : 0);
    MemorySegment arguments = arena.allocate(16L * count, 8);
    List<MovingOperand> moving = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Binding binding = all.get(i);
      boolean fixed = Frame.isFixed(binding.buffer());
      MemorySegment memory =
          Memories.create(arena, binding.descriptor(), fixed ? frame.address(binding.buffer()) : 0);
      if (!fixed) {
        moving.add(new MovingOperand(memory, binding.buffer()));
      }
      set(arguments, i, binding.operand(), memory);
    }
    if (needsScratch) {
      MemorySegment memory = Memories.create(arena, scratchpad, frame.scratch().address());
      set(arguments, all.size(), Operand.SCRATCHPAD, memory);
    }
    return moving.isEmpty()
        ? () -> execute(primitive, stream, count, arguments)
        : () -> {
          moving.forEach(operand -> operand.follow(frame));
          execute(primitive, stream, count, arguments);
        };
  }

  /** An operand in the caller's memory. */
  private record MovingOperand(MemorySegment memory, Buffer buffer) {
    void follow(Frame frame) {
      Memories.move(memory, frame.address(buffer));
    }
  }

  private static void set(MemorySegment arguments, int index, int operand, MemorySegment memory) {
    arguments.set(ValueLayout.JAVA_INT, 16L * index, operand);
    arguments.set(ValueLayout.ADDRESS, 16L * index + 8, memory);
  }

  static void execute(
      MemorySegment primitive, MemorySegment stream, int count, MemorySegment arguments) {
    int status;
    try {
      status = (int) Dnnl.PRIMITIVE_EXECUTE.invokeExact(primitive, stream, count, arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("a call of oneDNN broke: " + e, e);
    }
    Status.check("running a primitive", status);
  }
}
