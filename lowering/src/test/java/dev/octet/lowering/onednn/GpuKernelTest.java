package dev.octet.lowering.onednn;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.Requires;
import dev.octet.lowering.device.CommandQueue;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Space;
import dev.octet.lowering.kernel.Splitter;
import dev.octet.lowering.opencl.OpenClBackend;
import dev.octet.lowering.opencl.step.DeviceFrame;
import dev.octet.lowering.opencl.template.Tiling;
import dev.octet.tensor.DType;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a kernel of a GPU hands to the library, with something that notes it in its place. */
final class GpuKernelTest {
  private static final MemorySegment ENGINE = MemorySegment.ofAddress(0x1230);
  private static final int BYTES = 1024;

  /** Makes up handles, and keeps what it was given. */
  private static final class Recorder implements GpuInterop {
    final List<Long> queues = new ArrayList<>();
    final Map<Long, MemorySegment> buffers = new HashMap<>();
    final List<String> runs = new ArrayList<>();
    final List<MemorySegment> lastBuffers = new ArrayList<>();
    int alive;
    private long next = 0x10_000;

    @SuppressWarnings("restricted") // for the callback only
    private MemorySegment made(Arena arena) {
      alive++;
      next += 16;
      return MemorySegment.ofAddress(next).reinterpret(arena, _ -> alive--);
    }

    @Override
    public MemorySegment stream(Arena arena, MemorySegment engine, CommandQueue queue) {
      assertThat(engine).isEqualTo(ENGINE);
      queues.add(queue.handle().address());
      return made(arena);
    }

    @Override
    public MemorySegment memory(
        Arena arena, MemorySegment engine, Descriptor descriptor, MemorySegment buffer) {
      assertThat(engine).isEqualTo(ENGINE);
      assertThat(descriptor.byteSize()).isGreaterThan(0);
      MemorySegment memory = made(arena);
      buffers.put(memory.address(), buffer);
      return memory;
    }

    @Override
    public void execute(MemorySegment primitive, MemorySegment stream, ArgumentList arguments) {
      List<Integer> operands = new ArrayList<>();
      lastBuffers.clear();
      for (int i = 0; i < arguments.count(); i++) {
        operands.add(arguments.segment().get(ValueLayout.JAVA_INT, 16L * i));
        long memory = arguments.segment().get(ValueLayout.ADDRESS, 16L * i + 8).address();
        lastBuffers.add(buffers.get(memory));
      }
      runs.add(Long.toHexString(primitive.address()) + operands);
    }
  }

  private final Arena program = Arena.ofShared();
  private final Recorder recorder = new Recorder();
  private DeviceContext context;
  private GpuEngine engine;

  @BeforeEach
  void open() {
    Requires.device();
    Requires.oneDnn();
    context = DeviceContext.open(DeviceChoice.any().choose());
    OpenClBackend openCl = new OpenClBackend(context, Tiling.of(context.description()), false);
    engine = new GpuEngine(ENGINE, recorder, context, openCl, false);
  }

  @AfterEach
  void close() {
    program.close();
    if (context != null) {
      context.close();
    }
  }

  private static Buffer bytes(Buffer.Owner owner, int index, long count) {
    return Buffer.of(
        owner, Space.DEVICE, index, DType.UINT8, Shape.of(count), ImmutableLongArray.of(1));
  }

  private Frame frame(MemorySegment constant) {
    return new Frame(
        program.allocate(1),
        4 * BYTES,
        program.allocate(1),
        new long[] {0, 2 * BYTES},
        new MemorySegment[] {constant},
        1,
        1,
        1,
        Splitter.SEQUENTIAL);
  }

  private PrimitiveKernel.Binding binding(int operand, Buffer buffer) {
    return new PrimitiveKernel.Binding(
        operand, Descriptor.vector(program, DType.UINT8, buffer.shape().elements()), buffer);
  }

  private GpuKernel kernel(
      List<PrimitiveKernel.Binding> reads, List<PrimitiveKernel.Binding> writes) {
    CompiledPrimitive primitive =
        new CompiledPrimitive(
            MemorySegment.ofAddress(0xabc0), "made-up", Descriptor.vector(program, DType.UINT8, 8));
    return new GpuKernel("test", engine, primitive, reads, writes);
  }

  @Test
  void operandsOfTheFrameAndOfTheProgramAreBoundOnce() {
    MemorySegment constant = context.allocate(16, program);
    Buffer whole = bytes(Buffer.Owner.FRAME, 0, BYTES);
    Buffer result = bytes(Buffer.Owner.FRAME, 1, BYTES);
    Buffer fixed = bytes(Buffer.Owner.CONSTANT, 0, 16);
    GpuKernel kernel =
        kernel(
            List.of(
                binding(Operand.scales(Operand.SRC), fixed),
                binding(Operand.SRC, whole),
                binding(Operand.WEIGHTS, fixed)),
            List.of(binding(Operand.DST, result), binding(Operand.SCRATCHPAD, result)));
    assertThat(kernel.isQueued()).isTrue();
    assertThat(kernel.reads()).containsExactly(fixed, whole, fixed).inOrder();
    assertThat(kernel.writes()).containsExactly(result, result).inOrder();
    Arena arena = Arena.ofShared();
    Frame frame = frame(constant);
    Invocation first = kernel.bind(frame, arena);
    Invocation second = kernel.bind(frame, arena);
    DeviceFrame device = DeviceFrame.of(context, frame, arena);
    assertThat(recorder.queues).containsExactly(device.queue().handle().address());
    assertThat(recorder.alive).isEqualTo(1 + 2 * 5);
    first.run();
    second.run();
    assertThat(recorder.runs)
        .containsExactly("abc0[4097, 1, 33, 17, 80]", "abc0[4097, 1, 33, 17, 80]");
    assertThat(recorder.lastBuffers)
        .containsExactly(
            constant,
            device.beginning(whole),
            constant,
            device.beginning(result),
            device.beginning(result))
        .inOrder();
    assertThat(recorder.alive).isEqualTo(1 + 2 * 5);
    arena.close();
    assertThat(recorder.alive).isEqualTo(0);
  }

  @Test
  void operandsOfTheCallerAreLetGoAfterEachRun() {
    Buffer input = bytes(Buffer.Owner.INPUT, 0, BYTES);
    Buffer output = bytes(Buffer.Owner.OUTPUT, 0, BYTES);
    GpuKernel kernel =
        kernel(List.of(binding(Operand.SRC, input)), List.of(binding(Operand.DST, output)));
    try (Arena arena = Arena.ofShared()) {
      Frame frame = frame(context.allocate(1, program));
      Invocation invocation = kernel.bind(frame, arena);
      assertThat(recorder.alive).isEqualTo(1);
      for (int run = 1; run <= 2; run++) {
        MemorySegment[] from = {program.allocate(BYTES, 4096)};
        MemorySegment[] to = {program.allocate(BYTES, 4096)};
        frame.attach(from, to, 1, true);
        invocation.run();
        DeviceFrame device = DeviceFrame.of(context, frame, arena);
        assertThat(recorder.lastBuffers)
            .containsExactly(device.beginning(input), device.beginning(output))
            .inOrder();
        assertThat(recorder.alive).isEqualTo(1);
        device.finish();
        assertThat(recorder.runs).hasSize(run);
      }
    }
    assertThat(recorder.alive).isEqualTo(0);
  }

  @Test
  void partsOfTheFrameBeginWhereTheyLie() {
    long alignment = context.description().baseAlignment();
    assumeTrue(alignment < BYTES, "parts are no smaller than " + alignment);
    Buffer whole = bytes(Buffer.Owner.FRAME, 1, BYTES);
    Buffer part = whole.view(DType.UINT8, Shape.of(8), ImmutableLongArray.of(1), alignment);
    Buffer askew = whole.view(DType.UINT8, Shape.of(8), ImmutableLongArray.of(1), 3);
    Buffer fixed =
        bytes(Buffer.Owner.CONSTANT, 0, BYTES)
            .view(DType.UINT8, Shape.of(8), ImmutableLongArray.of(1), alignment);
    assertThat(DeviceFrame.canBegin(context, whole)).isTrue();
    assertThat(DeviceFrame.canBegin(context, part)).isTrue();
    assertThat(DeviceFrame.canBegin(context, askew)).isFalse();
    assertThat(DeviceFrame.canBegin(context, fixed)).isFalse();
    try (Arena arena = Arena.ofShared()) {
      Frame frame = frame(context.allocate(1, program));
      DeviceFrame device = DeviceFrame.of(context, frame, arena);
      MemorySegment bytes = program.allocateFrom(ValueLayout.JAVA_BYTE, new byte[BYTES]);
      for (int i = 0; i < BYTES; i++) {
        bytes.set(ValueLayout.JAVA_BYTE, i, (byte) (i / 8));
      }
      device.queue().write(device.beginning(whole), 0, bytes, true);
      MemorySegment seen = program.allocate(8);
      device.queue().read(device.beginning(part), 0, seen, true);
      assertThat(seen.toArray(ValueLayout.JAVA_BYTE))
          .isEqualTo(bytes.asSlice(alignment, 8).toArray(ValueLayout.JAVA_BYTE));
      assertThat(device.beginning(part)).isSameInstanceAs(device.beginning(part));
      assertThrows(InternalException.class, () -> device.beginning(askew));
    }
  }
}
