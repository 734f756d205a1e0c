package dev.octet.lowering.codegen.loop;

/** An integer computed from loop counters in a way that is not affine. */
public record DerivedVariable(Kind kind, Affine first, Affine second) implements Variable {
  /** How it is computed; divisors are positive constants. */
  public enum Kind {
    FLOOR_DIVIDE("div"),
    REMAINDER("mod"),
    MINIMUM("min"),
    MAXIMUM("max");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  @Override
  public long min() {
    return switch (kind) {
      case FLOOR_DIVIDE -> Math.floorDiv(first.min(), second.constant());
      case REMAINDER -> 0;
      case MINIMUM -> Math.min(first.min(), second.min());
      case MAXIMUM -> Math.max(first.min(), second.min());
    };
  }

  @Override
  public long max() {
    return switch (kind) {
      case FLOOR_DIVIDE -> Math.floorDiv(first.max(), second.constant());
      case REMAINDER -> second.constant() - 1;
      case MINIMUM -> Math.min(first.max(), second.max());
      case MAXIMUM -> Math.max(first.max(), second.max());
    };
  }

  @Override
  public String toString() {
    return "(" + first + " " + kind.text + " " + second + ")";
  }
}
