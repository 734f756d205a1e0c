package dev.octet.lowering.device;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.library.NativeAccess;
import dev.octet.tensor.InputException;
import java.util.Optional;

/** OpenCL as a whole: whether there is a loader, a driver and a device. */
public final class OpenCl {
  static final String INSTALL =
      "install a driver for OpenCL: the Debian package intel-opencl-icd for Intel GPUs,"
          + " pocl-opencl-icd for CPUs, or the one of the device's maker";

  /** Loaded on first use; what went wrong stays known. */
  private static final class Holder {
    static final Holder INSTANCE = new Holder();

    private final ImmutableList<Device> devices;
    private final String failure;

    private Holder() {
      ImmutableList<Device> found = ImmutableList.of();
      String message = "";
      try {
        NativeAccess.require();
        found = DeviceQuery.devices();
      } catch (LinkageError | RuntimeException e) {
        message = reason(e);
      }
      this.devices = found;
      this.failure = message;
    }

    private static String reason(Throwable thrown) {
      Throwable cause = thrown;
      while (cause.getCause() != null && !(cause instanceof InputException)) {
        cause = cause.getCause();
      }
      return String.valueOf(cause.getMessage());
    }
  }

  private OpenCl() {}

  /**
   * Why no device can be used: no loader library, no platform, or no device, and what to install;
   * empty if there is one. Loads the library when first called.
   */
  public static Optional<String> unavailable() {
    String failure = Holder.INSTANCE.failure;
    return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
  }

  /** The devices in the order of their platforms; none where OpenCL is unavailable. */
  static ImmutableList<Device> devices() {
    return Holder.INSTANCE.devices;
  }
}
