package dev.octet.cli;

import dev.octet.lowering.Target;

/** What compiled programs run on: the choices of {@code --engine} where nothing is interpreted. */
enum Processor {
  /** Kernels for this processor. */
  cpu,
  /** Kernels for an OpenCL device. */
  xpu;

  /** The target for this processor; all else stays as it is. */
  Target of(Target target) {
    return switch (this) {
      case cpu -> target.toCpu();
      case xpu -> target.toXpu();
    };
  }
}
