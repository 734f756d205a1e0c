package dev.octet.nn;

/** x, or α · (exp(x) − 1) where it is negative. */
public final class ELU extends Activation {
  private final double alpha;

  public ELU() {
    this(1.0);
  }

  public ELU(double alpha) {
    super("ELU");
    this.alpha = alpha;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.elu(x, alpha);
  }
}
