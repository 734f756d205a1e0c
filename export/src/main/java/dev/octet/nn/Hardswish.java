package dev.octet.nn;

import dev.octet.nn.trace.Callee;

/** x · min(max(x + 3, 0), 6) / 6. */
public final class Hardswish extends Activation {
  private final boolean inPlace;

  public Hardswish() {
    this(false);
  }

  /**
   * {@code inPlace} names the result as PyTorch names that of the in-place function; nothing is
   * overwritten.
   */
  public Hardswish(boolean inPlace) {
    super("Hardswish");
    this.inPlace = inPlace;
  }

  @Override
  protected Variable forward(Variable x) {
    return inPlace
        ? Dispatch.inPlace(Callee.functional("hardswish"), "hardswish.default", x)
        : Functional.hardswish(x);
  }
}
