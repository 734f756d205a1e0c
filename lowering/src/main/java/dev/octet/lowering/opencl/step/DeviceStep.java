package dev.octet.lowering.opencl.step;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.device.CommandQueue;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.DeviceKernel;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * A kernel of the device with its arguments. A run puts it into the frame's queue and goes on.
 *
 * @param code built before it is bound
 * @param global work items in one to three dimensions
 * @param local those of a work-group
 * @param waits whether a run waits for its end, so that its time can be told
 */
record DeviceStep(
    String name,
    String implementation,
    DeviceContext context,
    Programs.Entry code,
    ImmutableList<StepArgument> arguments,
    ImmutableLongArray global,
    ImmutableLongArray local,
    ImmutableList<Buffer> reads,
    ImmutableList<Buffer> writes,
    boolean waits)
    implements Kernel {

  @Override
  public Optional<String> listing() {
    return Optional.of(code.source());
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    DeviceFrame own = DeviceFrame.of(context, frame, arena);
    boolean[] moving = new boolean[arguments.size()];
    DeviceKernel kernel = code.program().kernel(code.function(), arena);
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case StepArgument.Memory(Buffer buffer) when !Frame.isFixed(buffer) -> moving[i] = true;
        case StepArgument.Memory(Buffer buffer) -> kernel.set(i, own.memory(buffer));
        case StepArgument.Start(Buffer buffer) ->
            kernel.set(i, buffer.displacement() / buffer.dtype().bytes());
        case StepArgument.OfNotes(Notes notes) -> kernel.set(i, own.notes(notes));
        case StepArgument.OfInt(int value) -> kernel.set(i, value);
        case StepArgument.OfLong(long value) -> kernel.set(i, value);
        case StepArgument.OfFloat(float value) -> kernel.set(i, value);
        case StepArgument.OfDouble(double value) ->
            kernel.set(i, Double.doubleToRawLongBits(value));
      }
    }
    CommandQueue queue = own.queue();
    long[] items = global.toArray();
    long[] group = local.toArray();
    return () -> {
      for (int i = 0; i < moving.length; i++) {
        if (moving[i] && arguments.get(i) instanceof StepArgument.Memory(Buffer buffer)) {
          kernel.set(i, own.memory(buffer));
        }
      }
      queue.run(kernel, items, group);
      if (waits) {
        queue.finish();
      }
    };
  }

  @Override
  public boolean isQueued() {
    return true;
  }
}
