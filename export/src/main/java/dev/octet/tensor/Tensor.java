package dev.octet.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A strided view of native memory: element type, {@link Shape}, strides and offset in elements.
 * Memory is little-endian and belongs to the {@link Arena} it was allocated in: closing the arena
 * ends the tensor's life. Where no arena is named the garbage collector frees the memory.
 *
 * <p>Element accessors take the <em>logical</em> index {@code 0 ≤ i < elements()} in row-major
 * order, whatever the strides are. A tensor may be read by many threads; writing is the business of
 * whoever allocated it, before sharing it.
 */
public final class Tensor {
  /** Allocations start at multiples of this many bytes: one cache line, one AVX-512 register. */
  public static final long ALIGNMENT = 64;

  /** Stands for any thread but the caller's; never started. */
  private static final Thread OTHER = Thread.ofVirtual().unstarted(() -> {});

  private final DType dtype;
  private final Shape shape;
  private final long[] strides;
  private final long offset;
  private final MemorySegment storage;
  private final boolean contiguous;

  private Tensor(DType dtype, Shape shape, long[] strides, long offset, MemorySegment storage) {
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.storage = storage;
    this.contiguous = isContiguous(shape, strides);
  }

  /** Zeroed memory for a contiguous tensor, aligned to {@link #ALIGNMENT}, owned by the arena. */
  public static Tensor allocate(Arena arena, DType dtype, Shape shape) {
    long bytes;
    try {
      bytes = Math.multiplyExact(shape.elements(), dtype.bytes());
    } catch (ArithmeticException e) {
      throw new InputException("a tensor " + dtype + shape + " does not fit into memory", e);
    }
    return new Tensor(
        dtype, shape, shape.contiguousStrides(), 0, arena.allocate(Math.max(bytes, 1), ALIGNMENT));
  }

  /** Zeroed memory that the garbage collector frees. */
  public static Tensor allocate(DType dtype, Shape shape) {
    return allocate(Arena.ofAuto(), dtype, shape);
  }

  /**
   * A view of memory that somebody else owns.
   *
   * @param strides in elements, one for each dimension, not negative
   * @param offset of the first element, in elements
   * @throws InputException if an element would lie outside the segment
   */
  public static Tensor view(
      MemorySegment storage, DType dtype, Shape shape, long[] strides, long offset) {
    ViewBounds.check(storage, dtype, shape, strides, offset);
    return new Tensor(dtype, shape, strides.clone(), offset, storage);
  }

  /** A contiguous view of a whole segment. */
  public static Tensor view(MemorySegment storage, DType dtype, Shape shape) {
    return view(storage, dtype, shape, shape.contiguousStrides(), 0);
  }

  /** Float32 values in row-major order. */
  public static Tensor of(float[] values, long... sizes) {
    Tensor tensor = allocate(DType.FLOAT32, requireCount(values.length, Shape.of(sizes)));
    MemorySegment.copy(values, 0, tensor.storage, Elements.F32, 0, values.length);
    return tensor;
  }

  /** Int64 values in row-major order. */
  public static Tensor of(long[] values, long... sizes) {
    Tensor tensor = allocate(DType.INT64, requireCount(values.length, Shape.of(sizes)));
    MemorySegment.copy(values, 0, tensor.storage, Elements.S64, 0, values.length);
    return tensor;
  }

  /** A tensor of rank 0. Floating-point types round the value, integer types truncate it. */
  public static Tensor scalar(DType dtype, double value) {
    Tensor tensor = allocate(dtype, Shape.SCALAR);
    tensor.setDouble(0, value);
    return tensor;
  }

  /** A tensor of rank 0 from an integer, exact for integer types. */
  public static Tensor scalar(DType dtype, long value) {
    Tensor tensor = allocate(dtype, Shape.SCALAR);
    tensor.setLong(0, value);
    return tensor;
  }

  private static Shape requireCount(int values, Shape shape) {
    if (shape.elements() != values) {
      throw new InputException(
          values + " values were given for shape " + shape + ", expected " + shape.elements());
    }
    return shape;
  }

  public DType dtype() {
    return dtype;
  }

  public Shape shape() {
    return shape;
  }

  /** Steps in elements, one for each dimension. */
  public long[] strides() {
    return strides.clone();
  }

  /** The offset of the first element in {@link #storage()}, in elements. */
  public long offset() {
    return offset;
  }

  /**
   * The memory that this tensor looks into; it may be larger than the tensor and shared with
   * others.
   */
  public MemorySegment storage() {
    return storage;
  }

  public long elements() {
    return shape.elements();
  }

  /** Bytes of the elements, without gaps. */
  public long byteSize() {
    return shape.elements() * dtype.bytes();
  }

  /** True if the elements lie in row-major order without gaps. */
  public boolean isContiguous() {
    return contiguous;
  }

  /** True if every thread may use it; one in a confined arena belongs to that arena's thread. */
  public boolean isShared() {
    return storage.isAccessibleBy(OTHER);
  }

  private static boolean isContiguous(Shape shape, long[] strides) {
    if (shape.elements() == 0) {
      return true;
    }
    long expected = 1;
    for (int i = shape.rank() - 1; i >= 0; i--) {
      if (shape.size(i) != 1 && strides[i] != expected) {
        return false;
      }
      expected *= shape.size(i);
    }
    return true;
  }

  /** The bytes of a contiguous tensor, first element first. */
  public MemorySegment segment() {
    if (!contiguous) {
      throw new IllegalStateException(
          "segment() needs a contiguous tensor, strides are "
              + Arrays.toString(strides)
              + "; call contiguous(arena)");
    }
    return storage.asSlice(offset * dtype.bytes(), byteSize());
  }

  /** This tensor if it is contiguous, else a row-major copy in the arena. */
  public Tensor contiguous(Arena arena) {
    return contiguous ? this : copy(arena);
  }

  /** A contiguous copy in the arena. */
  public Tensor copy(Arena arena) {
    Tensor result = allocate(arena, dtype, shape);
    if (contiguous) {
      MemorySegment.copy(segment(), 0, result.storage, 0, byteSize());
      return result;
    }
    int bytes = dtype.bytes();
    for (long i = 0; i < shape.elements(); i++) {
      MemorySegment.copy(storage, position(i), result.storage, i * bytes, bytes);
    }
    return result;
  }

  /**
   * The same elements under another shape of as many elements; the memory is shared if this tensor
   * is contiguous, else copied.
   */
  public Tensor reshape(Shape newShape) {
    if (newShape.elements() != shape.elements()) {
      throw new InputException(
          "a tensor of shape "
              + shape
              + " cannot be reshaped to "
              + newShape
              + ": the element counts differ");
    }
    Tensor source = contiguous ? this : copy(Arena.ofAuto());
    return new Tensor(dtype, newShape, newShape.contiguousStrides(), source.offset, source.storage);
  }

  /**
   * The elements as another type, each rounded once to the nearest value (ties to even), or
   * truncated towards zero for integers.
   */
  public Tensor to(DType target, Arena arena) {
    if (target == dtype) {
      return copy(arena);
    }
    Tensor result = allocate(arena, target, shape);
    boolean integers = !dtype.isFloatingPoint();
    for (long i = 0; i < shape.elements(); i++) {
      if (integers) {
        result.setLong(i, getLong(i));
      } else {
        result.setDouble(i, getDouble(i));
      }
    }
    return result;
  }

  /** Where an element begins in {@link #storage()}, in bytes. */
  long position(long index) {
    if (contiguous) {
      return (offset + index) * dtype.bytes();
    }
    long rest = index;
    long element = offset;
    for (int i = shape.rank() - 1; i >= 0; i--) {
      long size = shape.size(i);
      element += rest % size * strides[i];
      rest /= size;
    }
    return element * dtype.bytes();
  }

  /**
   * An element as a double; exact for every type but large {@code INT64}. {@code BOOL} is 0 or 1.
   */
  public double getDouble(long index) {
    return Elements.getDouble(storage, dtype, position(index));
  }

  /** An element as a float; exact for float32, float16, bfloat16 and the narrow integers. */
  public float getFloat(long index) {
    return dtype == DType.FLOAT32
        ? storage.get(Elements.F32, position(index))
        : (float) getDouble(index);
  }

  /** An element as an integer; a floating-point element is truncated towards zero. */
  public long getLong(long index) {
    return Elements.getLong(storage, dtype, position(index));
  }

  /**
   * Stores a value, rounded once to the nearest of a floating-point type (float16 and bfloat16 by
   * way of float32, as PyTorch), truncated for integers.
   */
  public void setDouble(long index, double value) {
    Elements.setDouble(storage, dtype, position(index), value);
  }

  /**
   * Stores an integer; an integer type keeps the low bits, {@code BOOL} stores whether it is not 0.
   */
  public void setLong(long index, long value) {
    Elements.setLong(storage, dtype, position(index), value);
  }

  /** All elements in row-major order as floats. */
  public float[] toFloatArray() {
    float[] values = new float[Math.toIntExact(shape.elements())];
    getFloats(0, values, values.length);
    return values;
  }

  /** {@code values[i] = getFloat(start + i)} for {@code 0 ≤ i < count}. */
  public void getFloats(long start, float[] values, int count) {
    if (dtype == DType.FLOAT32 && contiguous) {
      MemorySegment.copy(storage, Elements.F32, (offset + start) * 4, values, 0, count);
    } else if (dtype == DType.FLOAT32) {
      ElementBlocks.gather(this, start, values, count);
    } else {
      for (int i = 0; i < count; i++) {
        values[i] = getFloat(start + i);
      }
    }
  }

  /** All elements in row-major order as doubles. */
  public double[] toDoubleArray() {
    double[] values = new double[Math.toIntExact(shape.elements())];
    getDoubles(0, values, values.length);
    return values;
  }

  /** {@code values[i] = getDouble(start + i)} for {@code 0 ≤ i < count}. */
  public void getDoubles(long start, double[] values, int count) {
    if (dtype == DType.FLOAT32) {
      ElementBlocks.widen(this, start, values, count);
    } else {
      for (int i = 0; i < count; i++) {
        values[i] = getDouble(start + i);
      }
    }
  }

  /** All elements in row-major order as integers; floating-point elements are truncated. */
  public long[] toLongArray() {
    long[] values = new long[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = getLong(i);
    }
    return values;
  }

  /**
   * Fills a contiguous tensor from floats in row-major order, rounding each to this tensor's type.
   */
  public Tensor setFloats(float[] values) {
    requireCount(values.length, shape);
    setFloats(0, values, values.length);
    return this;
  }

  /** Stores the first {@code count} values from a logical index on, as {@link #setDouble} does. */
  public void setFloats(long start, float[] values, int count) {
    if (dtype == DType.FLOAT32 && contiguous) {
      MemorySegment.copy(values, 0, storage, Elements.F32, (offset + start) * 4, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      setDouble(start + i, values[i]);
    }
  }

  /** Fills a contiguous tensor from doubles, as {@link #setFloats(float[])}. */
  public Tensor setDoubles(double[] values) {
    requireCount(values.length, shape);
    if (dtype == DType.FLOAT64 && contiguous) {
      MemorySegment.copy(values, 0, storage, Elements.F64, offset * 8, values.length);
      return this;
    }
    for (int i = 0; i < values.length; i++) {
      setDouble(i, values[i]);
    }
    return this;
  }

  /** The same from integers; an integer type keeps the low bits. */
  public Tensor setLongs(long[] values) {
    requireCount(values.length, shape);
    if (dtype == DType.INT64 && contiguous) {
      MemorySegment.copy(values, 0, storage, Elements.S64, offset * 8, values.length);
      return this;
    }
    for (int i = 0; i < values.length; i++) {
      setLong(i, values[i]);
    }
    return this;
  }

  /** True if type, shape and the bits of every element are equal. */
  public boolean bitEquals(Tensor other) {
    if (dtype != other.dtype || !shape.equals(other.shape)) {
      return false;
    }
    if (contiguous && other.contiguous) {
      return segment().mismatch(other.segment()) == -1;
    }
    int bytes = dtype.bytes();
    for (long i = 0; i < shape.elements(); i++) {
      long a = position(i);
      long b = other.position(i);
      if (MemorySegment.mismatch(storage, a, a + bytes, other.storage, b, b + bytes) != -1) {
        return false;
      }
    }
    return true;
  }

  /** Type and shape, {@code f32[2, 3]}; not the elements. */
  @Override
  public String toString() {
    return dtype + shape.toString();
  }
}
