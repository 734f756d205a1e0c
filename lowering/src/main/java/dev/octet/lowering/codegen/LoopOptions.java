package dev.octet.lowering.codegen;

import dev.octet.lowering.codegen.bytecode.NestClass;

/**
 * How kernels are generated.
 *
 * @param vectors whether they use the Vector API; its module must then be resolved
 */
public record LoopOptions(boolean vectors) {
  /** What scalar code takes a vector to be where there is none, for the order of its sums. */
  private static final int SCALAR_LANES = 8;

  private static final class Holder {
    static final int LANES =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? NestClass.lanes() : 0;
  }

  /**
   * Vectors where the module {@code jdk.incubator.vector} is resolved and the processor has them.
   */
  public static LoopOptions detect() {
    return new LoopOptions(Holder.LANES > 0);
  }

  static int lanes() {
    return Holder.LANES > 0 ? Holder.LANES : SCALAR_LANES;
  }
}
