package dev.octet.lowering.opencl.step;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.device.CommandQueue;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.kernel.Space;
import java.lang.foreign.Arena;

/**
 * Carries the bytes of a buffer to the device or back. Where the run waits for its work, it does so
 * here, and thereby for all that was queued before.
 *
 * @param from without gaps
 * @param to of the same shape, type and strides, in the other space
 */
public record Transfer(DeviceContext context, Buffer from, Buffer to) implements Kernel {
  @Override
  public String name() {
    return isUpload() ? "upload" : "download";
  }

  private boolean isUpload() {
    return to.space() == Space.DEVICE;
  }

  @Override
  public String implementation() {
    return "OpenCL";
  }

  @Override
  public ImmutableList<Buffer> reads() {
    return ImmutableList.of(from);
  }

  @Override
  public ImmutableList<Buffer> writes() {
    return ImmutableList.of(to);
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    DeviceFrame own = DeviceFrame.of(context, frame, arena);
    CommandQueue queue = own.queue();
    Buffer device = isUpload() ? to : from;
    Buffer host = isUpload() ? from : to;
    long offset = device.displacement();
    return isUpload()
        ? () -> queue.write(own.memory(device), offset, frame.segment(host), waits(frame, host))
        : () -> queue.read(own.memory(device), offset, frame.segment(host), waits(frame, host));
  }

  /** Kernels of this process use the frame's memory as soon as they are called. */
  private static boolean waits(Frame frame, Buffer host) {
    return frame.isWaiting() || host.owner() == Buffer.Owner.FRAME;
  }

  @Override
  public boolean isQueued() {
    return from.owner() != Buffer.Owner.FRAME
        || to.owner() != Buffer.Owner.FRAME
        || from.space() == to.space();
  }
}
