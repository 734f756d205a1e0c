package dev.octet.lowering.onednn;

import dev.octet.lowering.kernel.Splitter;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs parts of Java kernels on the threads that the library's primitives run on. Threads of our
 * own would compete with those, which wait for the next primitive without sleeping.
 */
final class OpenMpSplitter implements Splitter {
  /** Constant, so that calls through it are direct. */
  private static final @Nullable MethodHandle PARALLEL = Dnnl.GOMP_PARALLEL.orElse(null);

  private final MemorySegment stub;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile @Nullable IntConsumer current;

  /** Empty if the OpenMP run time cannot be called so. */
  static Optional<Splitter> create(Arena arena) {
    return PARALLEL == null ? Optional.empty() : Optional.of(new OpenMpSplitter(arena));
  }

  @SuppressWarnings("restricted") // the library calls back
  private OpenMpSplitter(Arena arena) {
    try {
      var handle =
          MethodHandles.lookup()
              .bind(this, "part", MethodType.methodType(void.class, MemorySegment.class));
      this.stub =
          Linker.nativeLinker()
              .upcallStub(handle, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS), arena);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void split(int threads, IntConsumer part) {
    next.set(0);
    failure.set(null);
    current = part;
    try {
      if (PARALLEL != null) {
        PARALLEL.invokeExact(stub, MemorySegment.NULL, threads, 0);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("a call of OpenMP broke: " + e, e);
    } finally {
      current = null;
    }
    // If the run time gave fewer threads than asked for, the rest is done here.
    for (int index = next.getAndIncrement(); index < threads; index = next.getAndIncrement()) {
      part.accept(index);
    }
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown != null) {
      throw new IllegalStateException("a part of a kernel failed: " + thrown, thrown);
    }
  }

  /** Called by each thread of the team; nothing may be thrown into native code. */
  @SuppressWarnings("UnusedVariable") // the signature of an OpenMP body
  void part(MemorySegment data) {
    try {
      IntConsumer part = current;
      if (part != null) {
        part.accept(next.getAndIncrement());
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }
}
