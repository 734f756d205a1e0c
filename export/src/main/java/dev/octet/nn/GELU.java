package dev.octet.nn;

/** The Gaussian error linear unit; {@code approximate} is {@code none} or {@code tanh}. */
public final class GELU extends Activation {
  private final String approximate;

  public GELU() {
    this("none");
  }

  public GELU(String approximate) {
    super("GELU");
    this.approximate = approximate;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.gelu(x, approximate);
  }
}
