package dev.octet.lowering.onednn;

import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.device.Device;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Space;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Runs convolutions and products with constant weights as primitives of oneDNN on an Intel GPU: on
 * the buffers and in the queues of the OpenCL backend, which stands behind this one and takes what
 * the library does not.
 *
 * <p>Primitives are described by the same code as on the processor. What differs is tested with the
 * processor in place of the GPU; on an Intel GPU none of it has been run.
 */
public final class OneDnnGpuBackend implements Backend {
  private final GpuEngine engine;

  /**
   * A backend of a device for which {@link OneDnnGpu#unavailable} gives no reason.
   *
   * @param context of the device; closed by the backend of OpenCL
   * @param openCl the backend that stands behind this one
   * @param profiling whether each kernel is waited for, so that its time can be told
   */
  public OneDnnGpuBackend(Device device, DeviceContext context, Backend openCl, boolean profiling) {
    this(
        new GpuEngine(
            OneDnnGpu.creation(device).engine(), GpuInterop.LIBRARY, context, openCl, profiling));
  }

  OneDnnGpuBackend(GpuEngine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "oneDNN";
  }

  @Override
  public Optional<Space> space() {
    return Optional.of(Space.DEVICE);
  }

  @Override
  public boolean reachesCaller() {
    return engine.mover().reachesCaller();
  }

  @Override
  public Optional<String> lower(Region region, Emitter emitter) {
    if (!(region instanceof Contraction product)) {
      return Optional.of("neither convolution nor product");
    }
    if (product.input().dynamic().isPresent()) {
      return Optional.of("the scale of the input is computed by the run");
    }
    try {
      return OneDnnBackend.isConvolution(product)
          ? new ConvolutionLowering(engine, product, emitter).lower()
          : new ProductLowering(engine, product, emitter).lower();
    } catch (RefusedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public MemorySegment resident(MemorySegment bytes, Arena arena) {
    return engine.resident(bytes, arena);
  }
}
