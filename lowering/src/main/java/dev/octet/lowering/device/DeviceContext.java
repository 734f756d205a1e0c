package dev.octet.lowering.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A device that is open: its memory, programs and queues. All who open one device share its
 * driver's context. Whatever is made here belongs to the arena that was given for it, and may
 * outlive this. Safe for use by many threads.
 */
public final class DeviceContext implements AutoCloseable {
  private final SharedContext shared;
  private final Buffers buffers;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DeviceContext(SharedContext shared) {
    this.shared = shared;
    this.buffers = new Buffers(shared);
  }

  /**
   * Opens a device.
   *
   * @throws DeviceException if the driver does not let it be opened
   */
  public static DeviceContext open(Device device) {
    return new DeviceContext(SharedContext.open(device));
  }

  /** What the device is and can do. */
  public DeviceDescription description() {
    return shared.device().description();
  }

  /**
   * A buffer on the device, with nothing in particular in it; of no bytes one byte is made.
   *
   * @return its handle, which holds no memory that Java could read
   * @throws DeviceException if it is too large for the device
   */
  public MemorySegment allocate(long bytes, Arena arena) {
    checkOpen();
    return buffers.allocate(bytes, arena);
  }

  /**
   * A buffer with what a segment holds now; the segment is not needed afterwards.
   *
   * @throws DeviceException if it is too large for the device
   */
  public MemorySegment upload(MemorySegment host, Arena arena) {
    checkOpen();
    return buffers.upload(host, arena);
  }

  /**
   * A part of a buffer as a buffer of its own; it needs no more memory.
   *
   * @param memory a buffer that is no part itself
   * @param offset the first byte, a multiple of {@link DeviceDescription#baseAlignment}
   */
  public MemorySegment part(MemorySegment memory, long offset, long bytes, Arena arena) {
    checkOpen();
    return buffers.part(memory, offset, bytes, arena);
  }

  /**
   * Memory of the host as a buffer. Where the device shares the host's memory it is used as it is
   * (if its address is a multiple of the page size, with every driver), elsewhere the driver copies
   * it there and back. What the device wrote is seen in the segment once {@link CommandQueue#map}
   * or a read brought it there; the segment must not be written while work that uses it runs.
   *
   * @param host memory outside the Java heap, kept until the arena closes
   * @param writable whether kernels may write it
   */
  public MemorySegment wrap(MemorySegment host, boolean writable, Arena arena) {
    checkOpen();
    return buffers.wrap(host, writable, arena);
  }

  /**
   * The driver's {@code cl_context}, for other libraries that use OpenCL; it stays until the
   * process ends.
   */
  public MemorySegment handle() {
    return shared.handle();
  }

  /** How many bytes the buffers of {@link #allocate} and {@link #upload} hold on this device. */
  public long allocatedBytes() {
    return shared.allocated().get();
  }

  /** How many programs there are on this device. */
  public int programs() {
    return shared.programs().size();
  }

  /**
   * The program of a source text, which lives as long as the arena; all who ask for one text at the
   * same time share it. Binaries are kept in a folder for later processes.
   *
   * @throws DeviceException if the driver's compiler refuses it, with what it wrote
   */
  public DeviceProgram build(String source, Arena arena) {
    checkOpen();
    return shared.programs().build(source, arena);
  }

  /** A queue whose work is done in the order in which it comes; for one thread at a time. */
  public CommandQueue queue(Arena arena, boolean profiling) {
    checkOpen();
    return CommandQueue.create(shared, arena, profiling, false);
  }

  /**
   * A queue whose work is done in any order, save for barriers and for the events that it waits
   * for; for one thread at a time. A driver that cannot do this keeps the order.
   */
  public CommandQueue outOfOrderQueue(Arena arena, boolean profiling) {
    checkOpen();
    return CommandQueue.create(shared, arena, profiling, true);
  }

  /** Closing twice does nothing. */
  @Override
  public void close() {
    closed.set(true);
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the context of " + shared.device() + " is closed");
    }
  }
}
