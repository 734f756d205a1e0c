package dev.octet.lowering.library;

import dev.octet.tensor.InputException;
import java.lang.foreign.MemorySegment;

/** Whether the JVM lets this module reach native code and memory. */
public final class NativeAccess {
  private NativeAccess() {}

  /**
   * Asks for native access before anything depends on it: where a class is initialized, a refusal
   * would be an error of the JVM that says little.
   *
   * @throws InputException naming the option, if the JVM was started with {@code
   *     --illegal-native-access=deny} and without it
   */
  @SuppressWarnings("restricted") // that is what is tried; the segment is as empty as before
  public static void require() {
    try {
      MemorySegment.NULL.reinterpret(0);
    } catch (IllegalCallerException e) {
      Module module = NativeAccess.class.getModule();
      String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      throw new InputException(
          "this JVM denies native access to "
              + (module.isNamed() ? "the module " + name : "the class path")
              + ", which compiled programs and OpenCL devices need; start it with"
              + " --enable-native-access="
              + name,
          e);
    }
  }
}
