package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.codegen.LoopOptions;
import dev.octet.lowering.device.Device;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.DeviceContext;
import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.fuse.FusionPolicy;
import dev.octet.lowering.generated.GeneratedBackend;
import dev.octet.lowering.lookup.LookupBackend;
import dev.octet.lowering.onednn.OneDnn;
import dev.octet.lowering.onednn.OneDnnBackend;
import dev.octet.lowering.onednn.OneDnnGpu;
import dev.octet.lowering.onednn.OneDnnGpuBackend;
import dev.octet.lowering.onednn.RecurrentBackend;
import dev.octet.lowering.opencl.OpenClBackend;
import dev.octet.lowering.opencl.template.Tiling;
import dev.octet.lowering.opencl.tune.TilingFile;
import dev.octet.lowering.plan.PlanOptions;
import dev.octet.lowering.reference.ReferenceBackend;
import dev.octet.tensor.InputException;
import java.util.Optional;

/** Which backends a target has, in order of preference. */
final class Backends {
  /**
   * A property for those who compare: {@code local} or {@code registers} for where the sums of
   * products are made on an OpenCL device, whatever suits it.
   */
  private static final String PRODUCTS = "octet.xpu.products";

  private Backends() {}

  /** Opens the device of a target that has one. */
  static ImmutableList<Backend> of(Target target) {
    ImmutableList.Builder<Backend> backends = ImmutableList.builder();
    if (target.device().isPresent()) {
      Device device = device(target);
      Tiling tiling = tiling(device.description());
      DeviceContext context = DeviceContext.open(device);
      OpenClBackend openCl = new OpenClBackend(context, tiling, target.isProfiling());
      if (OneDnnGpu.unavailable(device).isEmpty()) {
        backends.add(new OneDnnGpuBackend(device, context, openCl, target.isProfiling()));
      }
      backends.add(openCl, new RecurrentBackend(target.threads()));
    } else if (hasLibrary(target)) {
      backends.add(new OneDnnBackend());
    }
    return backends
        .add(
            new GeneratedBackend(LoopOptions.detect()), new LookupBackend(), new ReferenceBackend())
        .build();
  }

  private static Tiling tiling(DeviceDescription device) {
    Tiling usual = TilingFile.read(device).orElseGet(() -> Tiling.of(device));
    String form = System.getProperty(PRODUCTS, "");
    return switch (form) {
      case "" -> usual;
      case "local", "registers" ->
          new Tiling(form.equals("local"), usual.registers(), usual.local());
      default ->
          throw new InputException(
              "the property " + PRODUCTS + " is '" + form + "', expected local or registers");
    };
  }

  private static String tilingNote(DeviceDescription device) {
    boolean tuned = TilingFile.read(device).isPresent();
    return "products: "
        + tiling(device).describe()
        + (tuned ? ", as octet tune found" : ", the default; octet tune looks for better");
  }

  private static Device device(Target target) {
    return DeviceChoice.parse(target.device().orElseThrow()).choose();
  }

  static FusionPolicy policy(Target target) {
    if (target.device().isPresent()) {
      return new XpuPolicy();
    }
    return new CpuPolicy(
        hasLibrary(target) ? Optional.of(OneDnn.instructionSet()) : Optional.empty(),
        target.allowsSaturation());
  }

  /**
   * How a target's plans are made.
   *
   * @param callers the runs that are to be in work at once, which divide the threads evenly
   */
  static PlanOptions options(Target target, int callers) {
    int runs = target.threads();
    int threads = target.device().isPresent() ? 1 : Math.max(1, runs / callers);
    return new PlanOptions(threads, runs, computesInBfloat16(target), target.isProfiling());
  }

  private static boolean computesInBfloat16(Target target) {
    return target.autocast().isPresent()
        && (target.device().isPresent()
            || (hasLibrary(target) && OneDnn.instructionSet().hasBfloat16()));
  }

  /** What runs, for people. */
  static String processor(Target target) {
    if (target.device().isPresent()) {
      Device chosen = device(target);
      DeviceDescription device = chosen.description();
      String driver = device.name() + ", " + device.platform() + " " + device.driver();
      return OneDnnGpu.unavailable(chosen).isEmpty()
          ? driver + ", oneDNN " + OneDnn.version()
          : driver;
    }
    return hasLibrary(target)
        ? OneDnn.instructionSet() + ", oneDNN " + OneDnn.version()
        : "no native library";
  }

  /** What was chosen for the target. */
  static ImmutableList<String> notes(Target target) {
    return target.device().isPresent()
        ? ImmutableList.of(tilingNote(device(target).description()))
        : ImmutableList.of();
  }

  /** What the target could have and lacks. */
  static ImmutableList<String> warnings(Target target) {
    ImmutableList.Builder<String> warnings = ImmutableList.builder();
    if (target.device().isEmpty() && !target.isPortable()) {
      OneDnn.unavailable().ifPresent(reason -> warnings.add("oneDNN is not used: " + reason));
    }
    if (target.device().isPresent() && device(target).description().intelGpu()) {
      OneDnnGpu.unavailable(device(target))
          .ifPresent(reason -> warnings.add("oneDNN is not used: " + reason));
    }
    if (target.autocast().isPresent() && !computesInBfloat16(target)) {
      warnings.add(
          "no bfloat16 units ("
              + processor(target)
              + "): what autocast would compute in bf16 is computed in f32");
    }
    return warnings.build();
  }

  private static boolean hasLibrary(Target target) {
    return !target.isPortable() && OneDnn.unavailable().isEmpty();
  }
}
