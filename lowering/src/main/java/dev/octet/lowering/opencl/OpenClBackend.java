package dev.octet.lowering.opencl;

import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.Pooling;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.fuse.SingleNode;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.kernel.Space;
import dev.octet.lowering.kernel.Strides;
import dev.octet.lowering.lookup.Lookup;
import dev.octet.lowering.opencl.lookup.LookupLowering;
import dev.octet.lowering.opencl.step.Programs;
import dev.octet.lowering.opencl.step.StepMaker;
import dev.octet.lowering.opencl.step.Transfer;
import dev.octet.lowering.opencl.template.MaxPoolLowering;
import dev.octet.lowering.opencl.template.ProductLowering;
import dev.octet.lowering.opencl.template.Tiling;
import dev.octet.op.MaxPool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Runs regions as kernels of an OpenCL device. */
public final class OpenClBackend implements Backend {
  /** How ledgers call this backend. */
  public static final String NAME = "OpenCL";

  private final DeviceContext context;
  private final Programs programs;
  private final StepMaker steps;
  private final Tiling tiling;
  private final LoopLowering loops;

  /**
   * A backend.
   *
   * @param context closed with the backend
   * @param tiling how products are divided
   * @param profiling whether each kernel is waited for, so that its time can be told
   */
  public OpenClBackend(DeviceContext context, Tiling tiling, boolean profiling) {
    this.context = context;
    this.programs = new Programs(context);
    this.steps = new StepMaker(context, programs, profiling);
    this.tiling = tiling;
    this.loops = new LoopLowering(steps);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Space> space() {
    return Optional.of(Space.DEVICE);
  }

  @Override
  public boolean reachesCaller() {
    return context.description().sharesHostMemory();
  }

  @Override
  public Optional<String> lower(Region region, Emitter emitter) {
    return switch (region) {
      case Contraction product -> new ProductLowering(product, emitter, steps, tiling).lower();
      case Pooling pooling when pooling.anchor().op() instanceof MaxPool ->
          MaxPoolLowering.lower(pooling, emitter, steps).isEmpty()
              ? Optional.empty()
              : loops.lower(region, emitter);
      case SingleNode single when Lookup.of(single.node()).isPresent() ->
          LookupLowering.lower(Lookup.of(single.node()).get(), emitter, steps);
      default -> loops.lower(region, emitter);
    };
  }

  @Override
  public Optional<Kernel> move(Buffer from, Buffer to, Arena arena) {
    if (from.space() == to.space()) {
      return Optional.of(loops.copy(from, to, arena));
    }
    return Strides.same(from.shape(), from.strides(), to.strides())
        ? Optional.of(new Transfer(context, from, to))
        : Optional.empty();
  }

  @Override
  public MemorySegment resident(MemorySegment bytes, Arena arena) {
    return context.upload(bytes, arena);
  }

  @Override
  public void finish() {
    programs.build();
  }

  @Override
  public void close() {
    context.close();
  }
}
