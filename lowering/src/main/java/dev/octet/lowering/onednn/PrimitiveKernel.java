package dev.octet.lowering.onednn;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
  private final CompiledPrimitive primitive;
  private final ImmutableList<Binding> reads;
  private final ImmutableList<Binding> writes;

  PrimitiveKernel(
      String name,
      PrimitiveDescription description,
      List<Binding> reads,
      List<Binding> writes,
      Arena arena) {
    this(name, CompiledPrimitive.of(description, arena), reads, writes);
  }

  PrimitiveKernel(
      String name, CompiledPrimitive primitive, List<Binding> reads, List<Binding> writes) {
    this.name = name;
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
    return reads.stream().map(Binding::buffer).collect(ImmutableList.toImmutableList());
  }

  @Override
  public ImmutableList<Buffer> writes() {
    return writes.stream().map(Binding::buffer).collect(ImmutableList.toImmutableList());
  }

  /**
   * All operands in the order in which they are passed; a scratchpad comes behind them. What is
   * read and written over is passed once.
   */
  List<Binding> bindings() {
    List<Binding> all = new ArrayList<>(reads);
    all.removeIf(read -> writes.stream().anyMatch(write -> write.operand == read.operand));
    all.addAll(writes);
    return all;
  }

  @Override
  public long scratchBytes() {
    return primitive.scratchpad().byteSize();
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    MemorySegment stream =
        frame.attachment(FrameStream.class, () -> new FrameStream(arena)).handle();
    List<Binding> all = bindings();
    boolean needsScratch = scratchBytes() > 0;
    int count = all.size() + (needsScratch ? 1 : 0);
    ArgumentList arguments = new ArgumentList(arena, count);
    List<MovingOperand> moving = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Binding binding = all.get(i);
      boolean fixed = Frame.isFixed(binding.buffer());
      MemorySegment memory =
          Memories.create(arena, binding.descriptor(), fixed ? frame.address(binding.buffer()) : 0);
      if (!fixed) {
        moving.add(new MovingOperand(memory, binding.buffer()));
      }
      arguments.set(i, binding.operand(), memory);
    }
    if (needsScratch) {
      MemorySegment memory =
          Memories.create(arena, primitive.scratchpad(), frame.scratch().address());
      arguments.set(all.size(), Operand.SCRATCHPAD, memory);
    }
    return moving.isEmpty()
        ? () -> execute(primitive.handle(), stream, arguments)
        : () -> {
          moving.forEach(operand -> operand.follow(frame));
          execute(primitive.handle(), stream, arguments);
        };
  }

  /** An operand in the caller's memory. */
  private record MovingOperand(MemorySegment memory, Buffer buffer) {
    void follow(Frame frame) {
      Memories.move(memory, frame.address(buffer));
    }
  }

  static void execute(MemorySegment primitive, MemorySegment stream, ArgumentList arguments) {
    int status;
    try {
      status =
          (int)
              Dnnl.PRIMITIVE_EXECUTE.invokeExact(
                  primitive, stream, arguments.count(), arguments.segment());
    } catch (Throwable e) {
      throw new IllegalStateException("a call of oneDNN broke: " + e, e);
    }
    Status.check("running a primitive", status);
  }
}
