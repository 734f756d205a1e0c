package dev.octet.cli;

import org.jspecify.annotations.Nullable;

/** What runs a program: the choices of {@code --engine}. */
enum Engine {
  /** Kernels for this processor. */
  cpu(Processor.cpu),
  /** Kernels for an OpenCL device. */
  xpu(Processor.xpu),
  /** Slow, scalar, obvious Java in PyTorch's arithmetic; runs everything. */
  reference(null);

  private final @Nullable Processor processor;

  Engine(@Nullable Processor processor) {
    this.processor = processor;
  }

  /** What its kernels run on; null if it has none. */
  @Nullable Processor processor() {
    return processor;
  }
}
