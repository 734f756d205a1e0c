package dev.octet.nn;

/** x clamped to a range, −1 … 1 unless told otherwise. */
public final class Hardtanh extends Activation {
  private final double min;
  private final double max;

  public Hardtanh() {
    this(-1.0, 1.0);
  }

  public Hardtanh(double min, double max) {
    super("Hardtanh");
    this.min = min;
    this.max = max;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.hardtanh(x, min, max);
  }
}
