package dev.octet.nn;

/** x, or α · (exp(x / α) − 1) where it is negative. */
public final class CELU extends Activation {
  private final double alpha;

  public CELU() {
    this(1.0);
  }

  public CELU(double alpha) {
    super("CELU");
    this.alpha = alpha;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.celu(x, alpha);
  }
}
