package dev.octet.lowering.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/** Makes the buffers of a context and counts what they hold. */
final class Buffers {
  private static final long READ_WRITE = 1L << 0;
  private static final long READ_ONLY = 1L << 2;
  private static final long USE_HOST_PTR = 1L << 3;
  private static final long COPY_HOST_PTR = 1L << 5;
  private static final int REGION = 0x1220;

  private final SharedContext context;

  Buffers(SharedContext context) {
    this.context = context;
  }

  MemorySegment allocate(long bytes, Arena arena) {
    return counted(READ_WRITE, Math.max(bytes, 1), MemorySegment.NULL, arena);
  }

  MemorySegment upload(MemorySegment host, Arena arena) {
    if (host.byteSize() == 0) {
      return allocate(0, arena);
    }
    if (host.isNative()) {
      return counted(READ_WRITE | COPY_HOST_PTR, host.byteSize(), host, arena);
    }
    try (Arena copying = Arena.ofConfined()) {
      MemorySegment copy = copying.allocate(host.byteSize(), Long.BYTES).copyFrom(host);
      return counted(READ_WRITE | COPY_HOST_PTR, host.byteSize(), copy, arena);
    }
  }

  MemorySegment wrap(MemorySegment host, boolean writable, Arena arena) {
    if (!host.isNative() || host.byteSize() == 0) {
      throw new IllegalArgumentException(
          "only memory outside the heap, of one byte or more, can be wrapped, not " + host);
    }
    if (writable && host.isReadOnly()) {
      throw new IllegalArgumentException("read-only memory cannot be wrapped for writing: " + host);
    }
    BufferLimits.checkSize(description(), host.byteSize());
    MemorySegment handle =
        create((writable ? READ_WRITE : READ_ONLY) | USE_HOST_PTR, host.byteSize(), host);
    InFlight used = new InFlight();
    used.add(host);
    return Owned.in(arena, handle, "wrapped memory", Cl.RELEASE_MEM_OBJECT, used::clear);
  }

  MemorySegment part(MemorySegment memory, long offset, long bytes, Arena arena) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment region = scratch.allocate(ValueLayout.JAVA_LONG, 2);
      region.setAtIndex(ValueLayout.JAVA_LONG, 0, offset);
      region.setAtIndex(ValueLayout.JAVA_LONG, 1, bytes);
      MemorySegment status = scratch.allocate(ValueLayout.JAVA_INT);
      MemorySegment handle = Cl.made(Cl.CREATE_SUB_BUFFER, memory, 0L, REGION, region, status);
      int code = status.get(ValueLayout.JAVA_INT, 0);
      if (code != Cl.SUCCESS) {
        throw DeviceException.of(
            String.format(
                Locale.ROOT,
                "bytes %d to %d of a buffer on %s as a part (aligned to %d)",
                offset,
                offset + bytes,
                context.device(),
                context.device().description().baseAlignment()),
            code);
      }
      return Owned.in(arena, handle, "a part of a buffer", Cl.RELEASE_MEM_OBJECT, () -> {});
    }
  }

  private MemorySegment counted(long flags, long bytes, MemorySegment host, Arena arena) {
    BufferLimits.checkSize(description(), bytes);
    long total = context.allocated().addAndGet(bytes);
    MemorySegment handle;
    try {
      BufferLimits.checkTotal(description(), bytes, total - bytes);
      handle = create(flags, bytes, host);
    } catch (RuntimeException e) {
      context.allocated().addAndGet(-bytes);
      throw e;
    }
    return Owned.in(
        arena,
        handle,
        "a buffer",
        Cl.RELEASE_MEM_OBJECT,
        () -> context.allocated().addAndGet(-bytes));
  }

  private MemorySegment create(long flags, long bytes, MemorySegment host) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment handle =
          Cl.made(Cl.CREATE_BUFFER, context.handle(), flags, bytes, host, status);
      DeviceException.check(
          "a buffer of "
              + BufferLimits.size(bytes)
              + " on "
              + context.device()
              + ", where buffers of Octet hold "
              + ByteText.of(context.allocated().get()),
          status.get(ValueLayout.JAVA_INT, 0));
      return handle;
    }
  }

  private DeviceDescription description() {
    return context.device().description();
  }
}
