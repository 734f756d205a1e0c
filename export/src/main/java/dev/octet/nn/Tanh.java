package dev.octet.nn;

/** The hyperbolic tangent. */
public final class Tanh extends Activation {
  public Tanh() {
    super("Tanh");
  }

  @Override
  protected Variable forward(Variable x) {
    return Torch.tanh(x);
  }
}
