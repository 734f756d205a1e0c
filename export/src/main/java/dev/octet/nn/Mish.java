package dev.octet.nn;

/** x · tanh(ln(1 + exp(x))). */
public final class Mish extends Activation {
  public Mish() {
    super("Mish");
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.mish(x);
  }
}
