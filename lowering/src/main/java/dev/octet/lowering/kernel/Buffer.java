package dev.octet.lowering.kernel;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a plan: its type, where each element lies, and whose memory it is. Compared by
 * identity.
 */
public final class Buffer {
  /** Whose memory a buffer is. */
  public enum Owner {
    /** The program's: never written by a run. */
    CONSTANT,
    /** The run's own. */
    FRAME,
    /** The caller's, to be read. */
    INPUT,
    /** The caller's, to be written. */
    OUTPUT
  }

  private final Owner owner;
  private final Space space;
  private final int index;
  private final DType dtype;
  private final Shape shape;
  private final ImmutableLongArray strides;
  private final Buffer base;
  private final long displacement;

  private Buffer(
      Owner owner,
      Space space,
      int index,
      DType dtype,
      Shape shape,
      ImmutableLongArray strides,
      @Nullable Buffer base,
      long displacement) {
    this.owner = owner;
    this.space = space;
    this.index = index;
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.base = base == null ? this : base;
    this.displacement = displacement;
  }

  /**
   * A buffer of its own memory.
   *
   * @param index tells the plan's buffers of one owner apart
   * @param strides in elements, one for each dimension
   */
  public static Buffer of(
      Owner owner, Space space, int index, DType dtype, Shape shape, ImmutableLongArray strides) {
    return new Buffer(owner, space, index, dtype, shape, strides, null, 0);
  }

  /**
   * Another look at this buffer's memory.
   *
   * @param bytes how far behind the first element of this one the view begins
   */
  public Buffer view(DType newType, Shape newShape, ImmutableLongArray newStrides, long bytes) {
    return new Buffer(
        owner, space, index, newType, newShape, newStrides, base, displacement + bytes);
  }

  /** The same memory, as those read it who work in another space and reach this one. */
  public Buffer in(Space other) {
    return new Buffer(
        owner,
        other,
        index,
        dtype,
        shape,
        strides,
        base.equals(this) ? null : base.in(other),
        displacement);
  }

  public Owner owner() {
    return owner;
  }

  public Space space() {
    return space;
  }

  public int index() {
    return index;
  }

  public DType dtype() {
    return dtype;
  }

  public Shape shape() {
    return shape;
  }

  public ImmutableLongArray strides() {
    return strides;
  }

  /** The buffer whose memory this one looks into; itself if the memory is its own. */
  public Buffer base() {
    return base;
  }

  /** Bytes from the start of {@link #base()} to the first element. */
  public long displacement() {
    return displacement;
  }

  /** Bytes from the first element to the end of the last. */
  public long byteSize() {
    long last = 0;
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.size(i) == 0) {
        return 0;
      }
      last += (shape.size(i) - 1) * strides.get(i);
    }
    return (last + 1) * dtype.bytes();
  }

  /** True if elements lie in row-major order without gaps. */
  public boolean isRowMajor() {
    return Strides.same(shape, strides, Strides.rowMajor(shape));
  }

  @Override
  public String toString() {
    return dtype + shape.toString() + (isRowMajor() ? "" : strides);
  }
}
