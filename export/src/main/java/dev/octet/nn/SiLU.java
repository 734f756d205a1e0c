package dev.octet.nn;

import dev.octet.nn.trace.Callee;

/** x / (1 + exp(−x)). */
public final class SiLU extends Activation {
  private final boolean inPlace;

  public SiLU() {
    this(false);
  }

  /**
   * {@code inPlace} names the result as PyTorch names that of the in-place function; nothing is
   * overwritten.
   */
  public SiLU(boolean inPlace) {
    super("SiLU");
    this.inPlace = inPlace;
  }

  @Override
  protected Variable forward(Variable x) {
    return inPlace
        ? Dispatch.inPlace(Callee.functional("silu"), "silu.default", x)
        : Functional.silu(x);
  }
}
