package dev.octet.symbol;

/** True or false. */
record BoolConstant(boolean value) implements SymBool {
  static SymBool of(boolean value) {
    return new BoolConstant(value);
  }

  @Override
  public Extent extent() {
    return Extent.LEAF;
  }

  @Override
  public String toSympy() {
    return toString();
  }

  @Override
  public String toString() {
    return Boolean.toString(value);
  }
}
