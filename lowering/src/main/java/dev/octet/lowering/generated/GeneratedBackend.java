package dev.octet.lowering.generated;

import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.codegen.LoopCompiler;
import dev.octet.lowering.codegen.LoopKernel;
import dev.octet.lowering.codegen.LoopOptions;
import dev.octet.lowering.fuse.Region;
import java.util.Optional;

/** Runs regions without products as generated code. */
public final class GeneratedBackend implements Backend {
  /** How ledgers call this backend. */
  public static final String NAME = "generated";

  private final LoopOptions options;

  public GeneratedBackend(LoopOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> lower(Region region, Emitter emitter) {
    Optional<String> declined = LoopOperands.declines(region);
    if (declined.isPresent()) {
      return declined;
    }
    LoopOperands operands = LoopOperands.of(region, emitter);
    LoopKernel kernel =
        LoopCompiler.compile(
            region.label(),
            operands.body(),
            operands.constants(),
            LoopOperands.strides(operands.reads()),
            LoopOperands.strides(operands.writes()),
            options);
    emitter.emit(
        new GeneratedKernel(
            kernel, options.vectors() ? "vectors" : "scalar", operands.reads(), operands.writes()));
    return Optional.empty();
  }
}
