package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import java.lang.foreign.MemorySegment;
import java.util.stream.Collectors;

/**
 * A body printed as OpenCL C. Immutable.
 *
 * @param kernels may run in any order, or at once: none reads what another one writes
 * @param constants native memory that has to be copied to the device
 */
public record OpenClLoops(
    String name, ImmutableList<NestKernel> kernels, ImmutableList<MemorySegment> constants) {
  /** The text of all kernels. */
  public String listing() {
    return kernels.stream().map(NestKernel::source).collect(Collectors.joining("\n"));
  }
}
