package dev.octet.nn;

/** x, multiplied by a small slope where it is negative. */
public final class LeakyReLU extends Activation {
  private final double negativeSlope;

  public LeakyReLU() {
    this(0.01);
  }

  public LeakyReLU(double negativeSlope) {
    super("LeakyReLU");
    this.negativeSlope = negativeSlope;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.leakyRelu(x, negativeSlope);
  }
}
