package dev.octet.lowering.device;

import com.google.common.collect.ImmutableList;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Reads properties of one object of OpenCL: all the functions {@code clGet…Info} have the same
 * shape. A property that the object does not know is empty or zero, since older devices lack some.
 *
 * @param function {@code clGet…Info}
 * @param subject the handles that come first in its arguments
 */
record ClInfo(MethodHandle function, ImmutableList<MemorySegment> subject) {

  static ClInfo platform(MemorySegment platform) {
    return new ClInfo(Cl.GET_PLATFORM_INFO, ImmutableList.of(platform));
  }

  static ClInfo device(MemorySegment device) {
    return new ClInfo(Cl.GET_DEVICE_INFO, ImmutableList.of(device));
  }

  static ClInfo context(MemorySegment context) {
    return new ClInfo(Cl.GET_CONTEXT_INFO, ImmutableList.of(context));
  }

  static ClInfo memory(MemorySegment memory) {
    return new ClInfo(Cl.GET_MEM_OBJECT_INFO, ImmutableList.of(memory));
  }

  static ClInfo program(MemorySegment program) {
    return new ClInfo(Cl.GET_PROGRAM_INFO, ImmutableList.of(program));
  }

  static ClInfo build(MemorySegment program, MemorySegment device) {
    return new ClInfo(Cl.GET_PROGRAM_BUILD_INFO, ImmutableList.of(program, device));
  }

  static ClInfo workGroup(MemorySegment kernel, MemorySegment device) {
    return new ClInfo(Cl.GET_KERNEL_WORK_GROUP_INFO, ImmutableList.of(kernel, device));
  }

  static ClInfo event(MemorySegment event) {
    return new ClInfo(Cl.GET_EVENT_INFO, ImmutableList.of(event));
  }

  /** The bytes of a property. */
  byte[] bytes(int property) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
      if (status(property, 0, MemorySegment.NULL, size) != Cl.SUCCESS) {
        return new byte[0];
      }
      long length = size.get(ValueLayout.JAVA_LONG, 0);
      MemorySegment value = arena.allocate(Math.max(length, 1), Long.BYTES);
      if (status(property, length, value, MemorySegment.NULL) != Cl.SUCCESS) {
        return new byte[0];
      }
      return value.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /** A text without its closing zero and without blanks around it. */
  String text(int property) {
    byte[] bytes = bytes(property);
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
  }

  /** A number of 32 bits ({@code cl_uint}, {@code cl_bool}, {@code cl_int}). */
  int integer(int property) {
    byte[] bytes = bytes(property);
    return bytes.length < Integer.BYTES
        ? 0
        : MemorySegment.ofArray(bytes).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
  }

  boolean flag(int property) {
    return integer(property) != 0;
  }

  /** A number of 64 bits ({@code cl_ulong}, {@code size_t}, bit fields). */
  long number(int property) {
    long[] numbers = numbers(property);
    return numbers.length == 0 ? 0 : numbers[0];
  }

  /** An array of numbers of 64 bits. */
  long[] numbers(int property) {
    MemorySegment bytes = MemorySegment.ofArray(bytes(property));
    return LongStream.range(0, bytes.byteSize() / Long.BYTES)
        .map(i -> bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, i * Long.BYTES))
        .toArray();
  }

  private int status(int property, long size, MemorySegment value, MemorySegment actual) {
    Object[] rest = {property, size, value, actual};
    Object[] arguments = Arrays.copyOf(subject.toArray(), subject.size() + rest.length);
    System.arraycopy(rest, 0, arguments, subject.size(), rest.length);
    return Cl.status(function, arguments);
  }
}
