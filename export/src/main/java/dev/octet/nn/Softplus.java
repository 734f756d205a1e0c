package dev.octet.nn;

/** ln(1 + exp(β · x)) / β; x itself where β · x is above the threshold. */
public final class Softplus extends Activation {
  private final double beta;
  private final double threshold;

  public Softplus() {
    this(1.0, 20.0);
  }

  public Softplus(double beta, double threshold) {
    super("Softplus");
    this.beta = beta;
    this.threshold = threshold;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.softplus(x, beta, threshold);
  }
}
