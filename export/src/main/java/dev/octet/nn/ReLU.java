package dev.octet.nn;

import dev.octet.nn.trace.Callee;

/** max(x, 0). */
public final class ReLU extends Activation {
  private final boolean inPlace;

  public ReLU() {
    this(false);
  }

  /**
   * {@code inPlace} names the result as PyTorch names that of the in-place function; nothing is
   * overwritten.
   */
  public ReLU(boolean inPlace) {
    super("ReLU");
    this.inPlace = inPlace;
  }

  @Override
  protected Variable forward(Variable x) {
    return inPlace
        ? Dispatch.inPlace(Callee.functional("relu"), "relu.default", x)
        : Functional.relu(x);
  }
}
