package dev.octet.lowering.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A program that was built; it belongs to an arena. Safe for use by many threads. */
public final class DeviceProgram {
  private final Device device;
  private final MemorySegment handle;
  private boolean released;

  DeviceProgram(Device device, MemorySegment handle) {
    this.device = device;
    this.handle = handle;
  }

  /**
   * A kernel of its own for the caller, with no argument set; for one thread at a time. It may
   * outlive the program.
   *
   * @throws DeviceException if the program has no such kernel
   */
  public DeviceKernel kernel(String name, Arena arena) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment status = scratch.allocate(ValueLayout.JAVA_INT);
      return new DeviceKernel(name, device, create(name, scratch, status, arena), arena);
    }
  }

  private synchronized MemorySegment create(
      String name, Arena scratch, MemorySegment status, Arena arena) {
    if (released) {
      throw new IllegalStateException("the program of " + name + " on " + device + " is released");
    }
    MemorySegment kernel = Cl.made(Cl.CREATE_KERNEL, handle, scratch.allocateFrom(name), status);
    DeviceException.check(
        "making the kernel " + name + " on " + device, status.get(ValueLayout.JAVA_INT, 0));
    return Owned.in(arena, kernel, "the kernel " + name, Cl.RELEASE_KERNEL, () -> {});
  }

  MemorySegment handle() {
    return handle;
  }

  synchronized void release() {
    released = true;
    Owned.release(handle, "a program", Cl.RELEASE_PROGRAM);
  }
}
