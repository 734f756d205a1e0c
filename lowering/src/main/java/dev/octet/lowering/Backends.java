package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.codegen.LoopOptions;
import dev.octet.lowering.fuse.FusionPolicy;
import dev.octet.lowering.generated.GeneratedBackend;
import dev.octet.lowering.lookup.LookupBackend;
import dev.octet.lowering.onednn.OneDnn;
import dev.octet.lowering.onednn.OneDnnBackend;
import dev.octet.lowering.plan.PlanOptions;
import dev.octet.lowering.reference.ReferenceBackend;
import java.util.Optional;

/** Which backends a target has, in order of preference. */
final class Backends {
  private Backends() {}

  static ImmutableList<Backend> of(Target target) {
    ImmutableList.Builder<Backend> backends = ImmutableList.builder();
    if (hasLibrary(target)) {
      backends.add(new OneDnnBackend());
    }
    return backends
        .add(
            new GeneratedBackend(LoopOptions.detect()), new LookupBackend(), new ReferenceBackend())
        .build();
  }

  static FusionPolicy policy(Target target) {
    return new CpuPolicy(
        hasLibrary(target) ? Optional.of(OneDnn.instructionSet()) : Optional.empty(),
        target.allowsSaturation());
  }

  static PlanOptions options(Target target) {
    return new PlanOptions(target.threads(), computesInBfloat16(target), target.isProfiling());
  }

  private static boolean computesInBfloat16(Target target) {
    return target.autocast().isPresent()
        && hasLibrary(target)
        && OneDnn.instructionSet().hasBfloat16();
  }

  /** What runs, for people. */
  static String processor(Target target) {
    return hasLibrary(target)
        ? OneDnn.instructionSet() + ", oneDNN " + OneDnn.version()
        : "no native library";
  }

  /** What a user should know of the target. */
  static ImmutableList<String> notes(Target target) {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    if (!target.isPortable()) {
      OneDnn.unavailable().ifPresent(reason -> notes.add("oneDNN is not used: " + reason));
    }
    if (target.autocast().isPresent() && !computesInBfloat16(target)) {
      notes.add(
          "no bfloat16 units ("
              + processor(target)
              + "): what autocast would compute in bf16 is computed in f32");
    }
    return notes.build();
  }

  private static boolean hasLibrary(Target target) {
    return !target.isPortable() && OneDnn.unavailable().isEmpty();
  }
}
