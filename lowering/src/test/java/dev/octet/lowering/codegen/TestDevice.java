package dev.octet.lowering.codegen;

import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.opencl.KernelArgument;
import dev.octet.lowering.codegen.opencl.NestKernel;
import dev.octet.lowering.codegen.opencl.OpenClLoops;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.lowering.device.CommandQueue;
import dev.octet.lowering.device.Device;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.DeviceKernel;
import dev.octet.lowering.device.OpenCl;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first OpenCL device of this machine, to run printed kernels on. */
final class TestDevice {
  private static final class Holder {
    static final @Nullable TestDevice SHARED =
        OpenCl.unavailable().isPresent()
            ? null
            : new TestDevice(DeviceContext.open(Device.all().getFirst()));
  }

  /** So far from the start of its memory every buffer begins, in elements of eight bytes. */
  private static final long START = 3;

  private final DeviceContext context;

  private TestDevice(DeviceContext context) {
    this.context = context;
  }

  /** The device; null where there is none. */
  static @Nullable TestDevice shared() {
    return Holder.SHARED;
  }

  SourceFeatures features() {
    return new SourceFeatures(
        context.description().doubles(),
        context.description().correctlyRoundedDivision(),
        Math.toIntExact(context.description().maxWorkGroupSize()));
  }

  /** A buffer with its bytes some way behind the start. */
  private MemorySegment shifted(MemorySegment host, CommandQueue queue, Arena arena) {
    MemorySegment memory = context.allocate(host.byteSize() + START * Long.BYTES, arena);
    queue.write(memory, START * Long.BYTES, host, true);
    return memory;
  }

  private static long start(MemorySegment host, int elementBytes) {
    return host.byteSize() == 0 ? 0 : START * Long.BYTES / elementBytes;
  }

  /** Runs the kernels of a body on native memory. */
  synchronized void run(
      OpenClLoops loops,
      List<MemorySegment> inputs,
      List<Integer> inputBytes,
      List<MemorySegment> outputs,
      List<Integer> outputBytes) {
    try (Arena arena = Arena.ofConfined()) {
      CommandQueue queue = context.queue(arena, false);
      List<MemorySegment> in = new ArrayList<>();
      List<MemorySegment> out = new ArrayList<>();
      List<MemorySegment> constants = new ArrayList<>();
      inputs.forEach(host -> in.add(shifted(host, queue, arena)));
      outputs.forEach(host -> out.add(shifted(host, queue, arena)));
      loops.constants().forEach(host -> constants.add(context.upload(host, arena)));
      for (NestKernel nest : loops.kernels()) {
        DeviceKernel kernel = context.build(nest.source(), arena).kernel(nest.function(), arena);
        for (int i = 0; i < nest.arguments().size(); i++) {
          switch (nest.arguments().get(i)) {
            case KernelArgument.Input(int index) -> kernel.set(i, in.get(index));
            case KernelArgument.Output(int index) -> kernel.set(i, out.get(index));
            case KernelArgument.Constant(int index) -> kernel.set(i, constants.get(index));
            case KernelArgument.InputStart(int index) ->
                kernel.set(i, start(inputs.get(index), inputBytes.get(index)));
            case KernelArgument.OutputStart(int index) ->
                kernel.set(i, start(outputs.get(index), outputBytes.get(index)));
            case KernelArgument.Number number -> set(kernel, i, number);
          }
        }
        queue.run(kernel, nest.global().toArray(), nest.local().toArray());
      }
      for (int i = 0; i < out.size(); i++) {
        queue.read(out.get(i), START * Long.BYTES, outputs.get(i), true);
      }
    }
  }

  static void set(DeviceKernel kernel, int index, KernelArgument.Number number) {
    if (number.type() == LaneType.F32) {
      kernel.set(index, number.asFloat());
    } else if (number.type() == LaneType.I32) {
      kernel.set(index, (int) number.bits());
    } else {
      kernel.set(index, number.bits());
    }
  }
}
