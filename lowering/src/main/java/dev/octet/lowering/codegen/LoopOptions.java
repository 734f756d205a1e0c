package dev.octet.lowering.codegen;

import dev.octet.lowering.codegen.bytecode.NestClass;
import java.util.Optional;

/**
 * How kernels are generated.
 *
 * @param vectors whether they use the Vector API; its module must then be resolved
 */
public record LoopOptions(boolean vectors) {
  /** What scalar code takes a vector to be where there is none, for the order of its sums. */
  private static final int SCALAR_LANES = 8;

  private static final String MODULE = "jdk.incubator.vector";

  private static final class Holder {
    static final boolean RESOLVED = ModuleLayer.boot().findModule(MODULE).isPresent();
    static final int LANES = RESOLVED ? NestClass.lanes() : 0;
  }

  /**
   * Vectors where the module {@code jdk.incubator.vector} is resolved and the processor has them.
   */
  public static LoopOptions detect() {
    return new LoopOptions(Holder.LANES > 0);
  }

  /** What would make generated kernels quicker; empty if nothing would. */
  public static Optional<String> advice() {
    return Holder.RESOLVED
        ? Optional.empty()
        : Optional.of(
            "generated kernels run as scalar code; with --add-modules "
                + MODULE
                + " on the command line of java they use vectors, mostly 3 to 9 times as fast");
  }

  static int lanes() {
    return Holder.LANES > 0 ? Holder.LANES : SCALAR_LANES;
  }
}
