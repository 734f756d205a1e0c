package dev.octet.lowering.plan;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.kernel.Splitter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Kernels in the order in which they run, and where their buffers lie. Immutable and thread-safe;
 * each concurrent run needs a frame of its own.
 */
public final class Plan {
  /**
   * One kernel, and what it is for.
   *
   * @param region what it computes a part of; empty if it hands a result to the caller
   * @param backend whose kernel it is
   * @param declined why backends before that one did not take the region
   */
  public record Step(
      Kernel kernel, Optional<Region> region, String backend, ImmutableList<String> declined) {}

  private final ImmutableList<Step> steps;
  private final ImmutableList<Buffer> inputs;
  private final ImmutableList<Buffer> outputs;
  private final ImmutableList<MemorySegment> constants;
  private final FrameLayout layout;
  private final FrozenGraph frozen;

  Plan(
      List<Step> steps,
      List<Buffer> inputs,
      List<Buffer> outputs,
      List<MemorySegment> constants,
      FrameLayout layout,
      FrozenGraph frozen) {
    this.steps = ImmutableList.copyOf(steps);
    this.inputs = ImmutableList.copyOf(inputs);
    this.outputs = ImmutableList.copyOf(outputs);
    this.constants = ImmutableList.copyOf(constants);
    this.layout = layout;
    this.frozen = frozen;
  }

  public ImmutableList<Step> steps() {
    return steps;
  }

  /** The graph that the plan computes. */
  public FrozenGraph frozen() {
    return frozen;
  }

  /** Whether a run can return before its work is done. */
  boolean isQueued() {
    return steps.stream().allMatch(step -> step.kernel().isQueued());
  }

  /** What the caller gives, row-major. */
  public ImmutableList<Buffer> inputs() {
    return inputs;
  }

  /** What the caller gets, row-major. */
  public ImmutableList<Buffer> outputs() {
    return outputs;
  }

  /** Bytes of this process that one run needs beside the caller's. */
  public long frameBytes() {
    return layout.bytes() + layout.scratchBytes();
  }

  /** Bytes of the device that one run needs. */
  public long deviceBytes() {
    return layout.deviceBytes();
  }

  Frame frame(Arena arena, int mostThreads, Splitter splitter) {
    return new Frame(
        Frame.allocate(arena, layout.bytes()),
        layout.deviceBytes(),
        Frame.allocate(arena, layout.scratchBytes()),
        layout.offsets().toArray(),
        constants.toArray(new MemorySegment[0]),
        inputs.size(),
        outputs.size(),
        mostThreads,
        splitter);
  }
}
