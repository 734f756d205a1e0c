package dev.octet.symbol;

/** A number of 64 bits. */
record FloatConstant(double value) implements SymFloat {
  @Override
  public Extent extent() {
    return Extent.LEAF;
  }

  @Override
  public String toSympy() {
    return "Float('" + text() + "', precision=53)";
  }

  @Override
  public String toString() {
    return Double.isFinite(value) ? text() : toSympy();
  }

  private String text() {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return Double.isNaN(value) ? "nan" : Double.toString(value);
  }
}
