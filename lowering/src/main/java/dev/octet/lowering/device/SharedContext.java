package dev.octet.lowering.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one context of a device, and the programs of those who have it open. The context itself stays
 * until the process ends: some drivers read their compiler's library anew for each, which takes
 * longer than a program does.
 */
final class SharedContext {
  private static final int CONTEXT_PLATFORM = 0x1084;
  private static final Map<Device, SharedContext> OPENED = new HashMap<>();

  private final Device device;
  private final MemorySegment handle;
  private final ProgramCache programs;
  private final AtomicLong allocated = new AtomicLong();

  private SharedContext(Device device) {
    this.device = device;
    this.handle = create(device);
    this.programs = new ProgramCache(device, new ProgramBuilder(this, ProgramStore.ofUser()));
  }

  /** The context of the device, made when first asked for. */
  static SharedContext open(Device device) {
    synchronized (OPENED) {
      return OPENED.computeIfAbsent(device, SharedContext::new);
    }
  }

  Device device() {
    return device;
  }

  MemorySegment handle() {
    return handle;
  }

  ProgramCache programs() {
    return programs;
  }

  /** How many bytes the buffers hold. */
  AtomicLong allocated() {
    return allocated;
  }

  private static MemorySegment create(Device device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment properties = arena.allocate(ValueLayout.JAVA_LONG, 3);
      properties.setAtIndex(ValueLayout.JAVA_LONG, 0, CONTEXT_PLATFORM);
      properties.setAtIndex(ValueLayout.JAVA_LONG, 1, device.platform().address());
      MemorySegment devices = arena.allocateFrom(ValueLayout.ADDRESS, device.handle());
      MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment context =
          Cl.made(
              Cl.CREATE_CONTEXT,
              properties,
              1,
              devices,
              MemorySegment.NULL,
              MemorySegment.NULL,
              status);
      DeviceException.check("opening " + device, status.get(ValueLayout.JAVA_INT, 0));
      return context;
    }
  }
}
