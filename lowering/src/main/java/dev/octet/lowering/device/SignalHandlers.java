package dev.octet.lowering.device;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * Keeps a driver from taking the JVM's signals. PoCL installs a handler that makes every division
 * by zero in the process go on with what happens to be in the register, so that Java code would
 * silently compute on where it must throw {@link ArithmeticException}.
 */
final class SignalHandlers {
  private static final String VARIABLE = "POCL_SIGFPE_HANDLER";

  private SignalHandlers() {}

  /** To be called before the loader is loaded. What the user has set stays. */
  @SuppressWarnings("restricted") // the variables of the process are only reached by C functions
  static void keepThoseOfJava() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("setenv") // Windows has no such signals and no such function
        .map(symbol ->
            linker.downcallHandle(
                symbol,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT)))
        .ifPresent(setenv -> {
          try (Arena arena = Arena.ofConfined()) {
            setenv.invokeWithArguments(arena.allocateFrom(VARIABLE), arena.allocateFrom("0"), 0);
          } catch (Throwable e) {
            throw new IllegalStateException("setenv broke: " + e, e);
          }
        });
  }
}
