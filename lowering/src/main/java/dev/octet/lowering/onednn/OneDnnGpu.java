package dev.octet.lowering.onednn;

import dev.octet.lowering.device.Device;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.DeviceDescription;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The library's engines for GPUs: one for each device that was asked for, which lives as long as
 * the process. That the library takes a GPU has not been seen: no Intel GPU was at hand.
 */
public final class OneDnnGpu {
  private static final Map<Device, Creation> CREATED = new HashMap<>();

  private OneDnnGpu() {}

  /**
   * What came of asking the library for an engine.
   *
   * @param engine its handle, or no address where there is a failure
   * @param failure for people; empty if there is none
   */
  record Creation(MemorySegment engine, String failure) {
    private static Creation failed(String why) {
      return new Creation(MemorySegment.NULL, why);
    }

    Optional<String> reason() {
      return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
    }
  }

  /**
   * Why the library cannot be used on a device; empty if it can. Loads it when first called for an
   * Intel GPU; for others nothing is loaded.
   */
  public static Optional<String> unavailable(Device device) {
    return unavailable(device.description(), () -> creation(device).reason());
  }

  /**
   * The same.
   *
   * @param engine asks the library; called for Intel GPUs only
   */
  static Optional<String> unavailable(
      DeviceDescription description, Supplier<Optional<String>> engine) {
    return description.intelGpu()
        ? engine.get()
        : Optional.of(
            "its kernels for OpenCL are for Intel GPUs, and "
                + description.name()
                + " ("
                + description.vendor()
                + ") is none");
  }

  /** The engine of a device, made when first asked for; what went wrong stays known. */
  static Creation creation(Device device) {
    synchronized (CREATED) {
      return CREATED.computeIfAbsent(device, OneDnnGpu::create);
    }
  }

  private static Creation create(Device device) {
    Optional<String> missing = OneDnn.unavailable();
    if (missing.isPresent()) {
      return Creation.failed(missing.get());
    }
    try (DeviceContext context = DeviceContext.open(device);
        Arena scratch = Arena.ofConfined()) {
      if (!Dnnl.hasOpenCl()) {
        return Creation.failed("the library was built without OpenCL");
      }
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      Dnnl.call(
          "creating the engine of " + device,
          Dnnl.OCL_ENGINE_CREATE,
          result,
          device.handle(),
          context.handle());
      return new Creation(Dnnl.address(result), "");
    } catch (LinkageError | RuntimeException e) {
      return Creation.failed(String.valueOf(e.getMessage()));
    }
  }
}
