package dev.octet.cli;

import dev.octet.tensor.DType;

/** The choices of {@code --autocast}. */
enum Autocast {
  /** Bfloat16. */
  bf16(DType.BFLOAT16);

  private final DType dtype;

  Autocast(DType dtype) {
    this.dtype = dtype;
  }

  DType dtype() {
    return dtype;
  }
}
