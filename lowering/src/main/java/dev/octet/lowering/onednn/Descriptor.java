package dev.octet.lowering.onednn;

import dev.octet.tensor.DType;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A memory descriptor: element type, sizes and layout of a tensor as the library sees it.
 *
 * @param handle of the library, owned by the arena it was made in
 */
record Descriptor(MemorySegment handle) {
  private static final int ANY = 1;

  /** None: of an operand that is not there. */
  static final Descriptor NONE = new Descriptor(MemorySegment.NULL);

  /** A tensor whose element at an index lies where the strides say, in elements. */
  static Descriptor strided(Arena arena, DType dtype, Shape shape, long[] strides) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      Dnnl.call(
          "describing " + dtype + shape,
          Dnnl.MEMORY_DESC_CREATE_WITH_STRIDES,
          result,
          shape.rank(),
          longs(scratch, shape.toArray()),
          code(dtype),
          longs(scratch, settled(shape, strides)));
      return owned(arena, Dnnl.address(result));
    }
  }

  /**
   * The strides, with those of dimensions of size 1 as if the dimension held all that is inside it.
   * They say nothing of where elements lie, but some implementations take the order of dimensions
   * from them, and read elsewhere.
   */
  static long[] settled(Shape shape, long[] strides) {
    long[] settled = strides.clone();
    for (int i = 0; i < settled.length; i++) {
      if (shape.size(i) == 1) {
        settled[i] = 1;
        for (int j = i + 1; j < settled.length; j++) {
          settled[i] = Math.max(settled[i], strides[j] * shape.size(j));
        }
      }
    }
    return settled;
  }

  /**
   * Whether the library can describe it: ordered by stride, each dimension begins behind the one
   * inside it. A part that leaves rows out may not be like that.
   */
  static boolean isNested(Shape shape, long[] strides) {
    int[] order =
        IntStream.range(0, strides.length)
            .filter(i -> shape.size(i) > 1)
            .boxed()
            .sorted(Comparator.comparingLong(i -> strides[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int n = 1; n < order.length; n++) {
      if (strides[order[n]] < strides[order[n - 1]] * shape.size(order[n - 1])) {
        return false;
      }
    }
    return true;
  }

  /** A tensor whose layout the library may choose. */
  static Descriptor any(Arena arena, DType dtype, Shape shape) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      Dnnl.call(
          "describing " + dtype + shape,
          Dnnl.MEMORY_DESC_CREATE_WITH_TAG,
          result,
          shape.rank(),
          longs(scratch, shape.toArray()),
          code(dtype),
          ANY);
      return owned(arena, Dnnl.address(result));
    }
  }

  /** A row of numbers, such as scales. */
  static Descriptor vector(Arena arena, DType dtype, long count) {
    return strided(arena, dtype, Shape.of(count), new long[] {1});
  }

  /** Bytes that a tensor of this description takes. */
  long byteSize() {
    try {
      return (long) Dnnl.MEMORY_DESC_GET_SIZE.invokeExact(handle);
    } catch (Throwable e) {
      throw new IllegalStateException("a call of oneDNN broke: " + e, e);
    }
  }

  boolean sameAs(Descriptor other) {
    return Dnnl.MEMORY_DESC_EQUAL.invoke(handle, other.handle) != 0;
  }

  /** A copy that the arena owns. */
  Descriptor copy(Arena arena) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      Dnnl.call("copying a description", Dnnl.MEMORY_DESC_CLONE, result, handle);
      return owned(arena, Dnnl.address(result));
    }
  }

  /** A copy that lives as long as it is reachable, for keys of what outlives a plan. */
  Descriptor kept() {
    return copy(Arena.ofAuto());
  }

  private static Descriptor owned(Arena arena, MemorySegment handle) {
    return new Descriptor(Owned.in(arena, handle, "a description", Dnnl.MEMORY_DESC_DESTROY));
  }

  static MemorySegment longs(Arena arena, long[] values) {
    // The library reads as many as there may be dimensions.
    MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG, 12);
    MemorySegment.copy(values, 0, result, ValueLayout.JAVA_LONG, 0, values.length);
    return result;
  }

  /** Whether the library has such tensors. */
  static boolean supports(DType dtype) {
    return switch (dtype) {
      case FLOAT32, BFLOAT16, FLOAT16, INT8, UINT8, INT32, FLOAT64 -> true;
      case INT16, INT64, BOOL -> false;
    };
  }

  static int code(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> 1;
      case BFLOAT16 -> 2;
      case FLOAT32 -> 3;
      case INT32 -> 4;
      case INT8 -> 5;
      case UINT8 -> 6;
      case FLOAT64 -> 7;
      case INT16, INT64, BOOL -> throw new InternalException("oneDNN has no tensors of " + dtype);
    };
  }
}
