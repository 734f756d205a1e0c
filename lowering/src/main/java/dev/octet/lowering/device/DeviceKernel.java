package dev.octet.lowering.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/**
 * A kernel and its arguments, counted from 0. Arguments stay set until they are set anew; what is
 * queued has its own copy of them. For one thread at a time.
 */
public final class DeviceKernel {
  private static final int WORK_GROUP_SIZE = 0x11B0;

  private final String name;
  private final Device device;
  private final MemorySegment handle;
  private final MemorySegment value;
  private final long workGroupLimit;

  DeviceKernel(String name, Device device, MemorySegment handle, Arena arena) {
    this.name = name;
    this.device = device;
    this.handle = handle;
    this.value = arena.allocate(ValueLayout.JAVA_LONG);
    this.workGroupLimit = ClInfo.workGroup(handle, device.handle()).number(WORK_GROUP_SIZE);
  }

  /** A buffer, which must live until the work that uses it has ended. */
  public void set(int index, MemorySegment memory) {
    if (!memory.scope().isAlive()) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "argument %d of %s is freed", index, name));
    }
    value.set(ValueLayout.ADDRESS, 0, memory);
    set(index, ValueLayout.ADDRESS.byteSize(), value);
  }

  public void set(int index, int number) {
    value.set(ValueLayout.JAVA_INT, 0, number);
    set(index, Integer.BYTES, value);
  }

  public void set(int index, long number) {
    value.set(ValueLayout.JAVA_LONG, 0, number);
    set(index, Long.BYTES, value);
  }

  public void set(int index, float number) {
    value.set(ValueLayout.JAVA_FLOAT, 0, number);
    set(index, Float.BYTES, value);
  }

  /** Memory that the work-items of each group share, for a pointer to {@code local}. */
  public void setLocal(int index, long bytes) {
    set(index, bytes, MemorySegment.NULL);
  }

  /** How many work-items a group may have at most for this kernel. */
  public long workGroupLimit() {
    return workGroupLimit;
  }

  MemorySegment handle() {
    return handle;
  }

  @Override
  public String toString() {
    return name;
  }

  private void set(int index, long size, MemorySegment from) {
    int status;
    try {
      status = (int) Cl.SET_KERNEL_ARG.invokeExact(handle, index, size, from);
    } catch (Throwable e) {
      throw Cl.broken(e);
    }
    if (status != Cl.SUCCESS) {
      throw DeviceException.of(
          String.format(
              Locale.ROOT, "setting argument %d of the kernel %s on %s", index, name, device),
          status);
    }
  }
}
