package dev.octet.lowering.backend;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Value;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a backend finds what a region reads, and puts what it makes of it: in the space of that
 * backend.
 */
public interface Emitter {
  /** A value as it lies in memory now; if it lies in the other space, it is brought over. */
  Buffer read(Value value);

  /** A value in a layout; if it lies otherwise, it is moved first. */
  Buffer read(Value value, Layout layout);

  /** The tensor of a value that no run changes. */
  Optional<Tensor> constant(Value value);

  /**
   * Memory of the program's own, such as scales or packed weights.
   *
   * @param memory as {@link Backend#resident} gives it
   */
  Buffer constant(MemorySegment memory, DType dtype, Shape shape);

  /**
   * Bytes that all plans of a program share.
   *
   * @param key tells them apart by {@code equals}
   * @param maker is given the arena that owns them
   */
  MemorySegment shared(Object key, Function<Arena, MemorySegment> maker);

  /**
   * Has work done before the plan runs, perhaps by another thread while the plan is made: filling
   * the bytes of a constant, for instance. What it uses lives at least as long as {@link #arena}.
   */
  void beforeFirstRun(Runnable work);

  /** A place for a value that a kernel is about to write. */
  Buffer write(Value value, ImmutableLongArray strides);

  /** The same as {@code write} in a layout. */
  default Buffer write(Value value, Layout layout) {
    return write(value, layout.strides(value.tensorType().shape()));
  }

  /**
   * Where a value lies, if a kernel of this region may write its result over it: it has that layout
   * and the result's type and shape, nobody reads it afterwards, and its memory is the run's own.
   * {@link #alias} then tells that the result lies there.
   */
  Optional<Buffer> expendable(Value value, Layout layout, Value result);

  /** Memory that only kernels of this region use. */
  Buffer temporary(DType dtype, Shape shape, Layout layout);

  /** A value lies in the memory of another. */
  void alias(Value value, Buffer buffer);

  /** A value lies wherever another one lies. */
  void same(Value value, Value other);

  /** Adds a kernel; kernels run in the order in which they are added. */
  void emit(Kernel kernel);

  /** The layout that the readers of a value want. */
  Layout preferred(Value value);

  /** The strides that the readers of a value want, where no layout has a name for them. */
  Optional<ImmutableLongArray> preferredStrides(Value value);

  /** Owns what the kernels of this plan need. */
  Arena arena();
}
