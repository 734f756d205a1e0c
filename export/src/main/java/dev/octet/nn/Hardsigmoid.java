package dev.octet.nn;

import dev.octet.nn.trace.Callee;

/** min(max(x + 3, 0), 6) / 6. */
public final class Hardsigmoid extends Activation {
  private final boolean inPlace;

  public Hardsigmoid() {
    this(false);
  }

  /**
   * {@code inPlace} names the result as PyTorch names that of the in-place function; nothing is
   * overwritten.
   */
  public Hardsigmoid(boolean inPlace) {
    super("Hardsigmoid");
    this.inPlace = inPlace;
  }

  @Override
  protected Variable forward(Variable x) {
    return inPlace
        ? Dispatch.inPlace(Callee.functional("hardsigmoid"), "hardsigmoid.default", x)
        : Functional.hardsigmoid(x);
  }
}
