package dev.octet.symbol;

import java.util.regex.Pattern;

/** A named floating-point number: {@code zf} of an input, {@code zuf} read from a tensor. */
record FloatSymbol(String name) implements SymFloat {
  private static final Pattern NAME = Pattern.compile("zu?f[0-9]+");

  FloatSymbol {
    Symbol.requireName(name);
  }

  /** Whether PyTorch gives such a name to a floating-point symbol. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  @Override
  public Extent extent() {
    return Extent.LEAF;
  }

  @Override
  public String toSympy() {
    return "Symbol('" + name + "')";
  }

  @Override
  public String toString() {
    return name;
  }
}
