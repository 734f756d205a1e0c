package dev.octet.lowering.onednn;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A C function that gives an int, linked when it is first called.
 *
 * <p>The JVM makes code for each shape of a signature that it links, which a process that is to
 * start quickly feels. So there are few: addresses and ints are passed as longs. That is the same
 * to the function, since each takes a register or a place of eight bytes, of which the function
 * reads what it declares; only floating point goes elsewhere. (Where places are packed, on macOS,
 * no function here has two ints side by side beyond its eighth parameter.) Thread-safe.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class NativeFunction {
  private final SymbolLookup library;
  private final String name;
  private final ValueLayout[] parameters;
  private final boolean hasFloats;
  private volatile @Nullable MethodHandle linked;

  /**
   * A function of a library; that it has it is seen when it is called.
   *
   * @param parameters as C declares them
   */
  NativeFunction(SymbolLookup library, String name, ValueLayout... parameters) {
    this.library = library;
    this.name = name;
    this.parameters = parameters;
    this.hasFloats = Arrays.asList(parameters).contains(ValueLayout.JAVA_FLOAT);
  }

  /**
   * Calls the function.
   *
   * @param arguments a {@link MemorySegment}, {@link Integer}, {@link Long} or {@link Float} for
   *     each parameter
   */
  int invoke(Object... arguments) {
    if (arguments.length != parameters.length) {
      throw new IllegalArgumentException(
          name + " takes " + parameters.length + " arguments, found " + arguments.length);
    }
    try {
      return hasFloats
          ? (int) handle().invokeWithArguments(mixed(arguments))
          : (int) handle().invokeExact(words(arguments));
    } catch (Throwable e) {
      throw new IllegalStateException("a call of " + name + " broke: " + e, e);
    } finally {
      Reference.reachabilityFence(arguments);
    }
  }

  /** Takes a {@code long[]}, or where there are floating-point parameters one argument for each. */
  private MethodHandle handle() {
    MethodHandle handle = linked;
    if (handle == null) {
      MemoryLayout[] passed =
          Arrays.stream(parameters)
              .map(layout -> layout.equals(ValueLayout.JAVA_FLOAT) ? layout : ValueLayout.JAVA_LONG)
              .toArray(MemoryLayout[]::new);
      handle =
          Linker.nativeLinker()
              .downcallHandle(
                  library.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, passed));
      if (!hasFloats) {
        handle = handle.asSpreader(long[].class, passed.length);
      }
      linked = handle;
    }
    return handle;
  }

  private long[] words(Object[] arguments) {
    long[] words = new long[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = word(i, arguments[i]);
    }
    return words;
  }

  private Object[] mixed(Object[] arguments) {
    Object[] mixed = arguments.clone();
    for (int i = 0; i < mixed.length; i++) {
      if (!parameters[i].equals(ValueLayout.JAVA_FLOAT)) {
        mixed[i] = word(i, mixed[i]);
      }
    }
    return mixed;
  }

  /** An argument as the register has it, held to what C declares. */
  private long word(int index, Object argument) {
    ValueLayout declared = parameters[index];
    if (declared.equals(ValueLayout.ADDRESS) && argument instanceof MemorySegment segment) {
      if (!segment.isNative() || !segment.scope().isAlive()) {
        throw new IllegalStateException(
            "parameter " + index + ": expected native memory that is not freed, found " + segment);
      }
      return segment.address();
    }
    if (declared.equals(ValueLayout.JAVA_INT) && argument instanceof Integer number) {
      return number;
    }
    if (declared.equals(ValueLayout.JAVA_LONG) && argument instanceof Long number) {
      return number;
    }
    throw new ClassCastException(
        "parameter " + index + ": expected " + declared + ", found " + argument);
  }
}
