package dev.octet.lowering.opencl.step;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.device.DeviceType;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import java.lang.foreign.Arena;

/**
 * Makes steps of one device.
 *
 * @param programs builds their kernels
 * @param waits whether each step waits for its end, so that its time can be told
 */
public record StepMaker(DeviceContext context, Programs programs, boolean waits) {
  /** What generated code may count on. */
  public SourceFeatures features() {
    DeviceDescription device = context.description();
    long items = Math.min(device.maxWorkGroupSize(), device.maxWorkItemSizes().getFirst());
    return new SourceFeatures(
        device.doubles(),
        device.correctlyRoundedDivision(),
        (int) Math.min(items, Integer.MAX_VALUE),
        device.type() == DeviceType.CPU);
  }

  /**
   * Makes a step of a program with one kernel, which is built when the plan is complete.
   *
   * @param name what is computed
   * @param implementation how
   * @param local divides {@code global}
   * @param plan what the step belongs to
   */
  public Kernel step(
      String name,
      String implementation,
      String source,
      String function,
      ImmutableList<StepArgument> arguments,
      ImmutableLongArray global,
      ImmutableLongArray local,
      ImmutableList<Buffer> reads,
      ImmutableList<Buffer> writes,
      Arena plan) {
    return new DeviceStep(
        name,
        implementation,
        context,
        programs.add(source, function, plan),
        arguments,
        global,
        local,
        reads,
        writes,
        waits);
  }
}
