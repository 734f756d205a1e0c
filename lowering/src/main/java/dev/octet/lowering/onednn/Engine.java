package dev.octet.lowering.onednn;

import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What primitives run on, and what is different for each: how a constant becomes memory of it, and
 * how a primitive becomes a kernel. Whoever lowers a product describes, compiles and packs first
 * and reads values afterwards, because an engine may throw {@link RefusedException} from the
 * former.
 */
sealed interface Engine permits CpuEngine, GpuEngine {
  /** The library's handle. */
  MemorySegment handle();

  /**
   * Asks the library for an implementation.
   *
   * @param function of a primitive
   * @param arguments of the function, behind the engine
   * @return empty if there is none
   */
  Optional<PrimitiveDescription> describe(
      Arena arena, NativeFunction function, Object... arguments);

  /** Compiles a primitive. */
  CompiledPrimitive compile(PrimitiveDescription description, Arena arena);

  /**
   * Constants in the layout that a primitive wants.
   *
   * @param shape the sizes as the primitive sees them
   * @param strides where these elements lie in the row-major tensor
   * @param arena owns what is made
   * @param later takes work that may be done after the call, by any thread
   * @return memory as {@link #resident} gives it
   */
  MemorySegment pack(
      Tensor tensor,
      Shape shape,
      long[] strides,
      Descriptor target,
      Arena arena,
      Consumer<Runnable> later);

  /** Bytes of this process where primitives read them. */
  MemorySegment resident(MemorySegment bytes, Arena arena);

  /** A value in a layout, lying so that a primitive can read it. */
  Buffer read(Emitter emitter, Value value, Layout layout);

  /** A kernel that runs a primitive. */
  Kernel kernel(
      String name,
      CompiledPrimitive primitive,
      List<PrimitiveKernel.Binding> reads,
      List<PrimitiveKernel.Binding> writes,
      Emitter emitter);

  /** The arguments with the engine in front. */
  default Object[] behindEngine(Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = handle();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }
}
