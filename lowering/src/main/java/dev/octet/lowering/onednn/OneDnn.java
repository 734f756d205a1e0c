package dev.octet.lowering.onednn;

import dev.octet.lowering.library.NativeAccess;
import dev.octet.tensor.InputException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Optional;

/** The library as a whole: whether it is there, its version, what the processor gives it. */
public final class OneDnn {
  private static final int CPU = 1;

  private static volatile boolean loaded;

  /** Loaded on first use; what went wrong stays known. */
  private static final class Holder {
    static final Holder INSTANCE = new Holder();

    static {
      loaded = INSTANCE.failure.isEmpty();
    }

    private final MemorySegment engine;
    private final int isa;
    private final String failure;

    private Holder() {
      MemorySegment created = MemorySegment.NULL;
      int effective = 0;
      String message = "";
      try (Arena arena = Arena.ofConfined()) {
        NativeAccess.require();
        MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
        Dnnl.call("creating the CPU engine", Dnnl.ENGINE_CREATE, result, CPU, 0L);
        created = Dnnl.address(result);
        effective = Dnnl.GET_EFFECTIVE_CPU_ISA.invoke();
        // Programs keep their primitives themselves.
        Dnnl.call("switching the cache off", Dnnl.SET_PRIMITIVE_CACHE_CAPACITY, 0);
      } catch (LinkageError | RuntimeException e) {
        message = reason(e);
      }
      this.engine = created;
      this.isa = effective;
      this.failure = message;
    }

    private static String reason(Throwable thrown) {
      Throwable cause = thrown;
      while (cause.getCause() != null && !(cause instanceof InputException)) {
        cause = cause.getCause();
      }
      return String.valueOf(cause.getMessage());
    }
  }

  private OneDnn() {}

  /** Why the library cannot be used; empty if it can. Loads it when first called. */
  public static Optional<String> unavailable() {
    String failure = Holder.INSTANCE.failure;
    return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
  }

  /** True if the library has been loaded and can be used; does not load it. */
  static boolean isLoaded() {
    return loaded;
  }

  /** What the processor can do, as the library sees it. */
  public static InstructionSet instructionSet() {
    return InstructionSet.of(Holder.INSTANCE.isa);
  }

  /** The version, {@code 3.11.0}. */
  public static String version() {
    try {
      MemorySegment version = (MemorySegment) Dnnl.VERSION.invokeExact();
      MemorySegment numbers = unbounded(version);
      return String.format(
          Locale.ROOT,
          "%d.%d.%d",
          numbers.get(ValueLayout.JAVA_INT, 0),
          numbers.get(ValueLayout.JAVA_INT, 4),
          numbers.get(ValueLayout.JAVA_INT, 8));
    } catch (Throwable e) {
      throw new IllegalStateException("a call of oneDNN broke: " + e, e);
    }
  }

  /** The engine of this processor; it lives as long as the JVM. */
  static MemorySegment engine() {
    return Holder.INSTANCE.engine;
  }

  /** How many threads a primitive that this Java thread starts may use from now on. */
  static void setThreads(int threads) {
    try {
      Dnnl.OMP_SET_NUM_THREADS.invokeExact(threads);
    } catch (Throwable e) {
      throw new IllegalStateException("a call of OpenMP broke: " + e, e);
    }
  }

  /** Runs something whose primitives are to use this thread alone. */
  static void onOneThread(Runnable task) {
    int threads = Dnnl.OMP_GET_MAX_THREADS.invoke();
    setThreads(1);
    try {
      task.run();
    } finally {
      setThreads(threads);
    }
  }

  static NativePlatform platform() {
    return NativePlatform.current()
        .orElseThrow(() ->
            new InputException(
                "oneDNN is not published for "
                    + System.getProperty("os.name")
                    + " on "
                    + System.getProperty("os.arch")));
  }

  @SuppressWarnings("restricted") // the library tells no size with its addresses
  static MemorySegment unbounded(MemorySegment address) {
    return address.reinterpret(Long.MAX_VALUE);
  }
}
