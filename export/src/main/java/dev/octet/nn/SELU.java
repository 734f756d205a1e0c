package dev.octet.nn;

/** The scaled exponential linear unit. */
public final class SELU extends Activation {
  public SELU() {
    super("SELU");
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.selu(x);
  }
}
