package dev.octet.nn;

import dev.octet.nn.trace.Callee;

/** x clamped to 0 … 6. */
public final class ReLU6 extends Activation {
  private final boolean inPlace;

  public ReLU6() {
    this(false);
  }

  /**
   * {@code inPlace} names the result as PyTorch names that of the in-place function; nothing is
   * overwritten.
   */
  public ReLU6(boolean inPlace) {
    super("ReLU6");
    this.inPlace = inPlace;
  }

  @Override
  protected Variable forward(Variable x) {
    return inPlace
        ? Dispatch.inPlace(Callee.functional("hardtanh"), "hardtanh.default", x, 0.0, 6.0)
        : Functional.hardtanh(x, 0.0, 6.0);
  }
}
