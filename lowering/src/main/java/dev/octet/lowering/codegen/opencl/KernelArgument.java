package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.LaneType;

/** What a kernel function takes, in the order of its parameters. */
public sealed interface KernelArgument {
  /** The memory of an input of the body, by its position among those that are no constants. */
  record Input(int index) implements KernelArgument {}

  /** The memory of an output of the body. */
  record Output(int index) implements KernelArgument {}

  /** Memory of the kernel, by its position among {@link OpenClLoops#constants}. */
  record Constant(int index) implements KernelArgument {}

  /** A {@code long}: where the first element of an input lies in its memory, in elements. */
  record InputStart(int index) implements KernelArgument {}

  /** A {@code long}: where the first element of an output lies in its memory, in elements. */
  record OutputStart(int index) implements KernelArgument {}

  /**
   * A number of the model.
   *
   * @param type F32, F64, I32 or I64: a parameter of type float, double, int or long
   * @param bits an integer as it is, floating-point as the bits of a double
   */
  @SuppressWarnings("AvoidCommonTypeNames") // nobody takes it for the one of java.lang
  record Number(LaneType type, long bits) implements KernelArgument {
    /** A number of type F32. */
    public float asFloat() {
      return (float) Double.longBitsToDouble(bits);
    }
  }
}
