package dev.octet.graph.match;

/**
 * A name for a value in a pattern; the match is asked for it. Compared by identity. Where a pattern
 * has the same capture twice, both places must be the same value.
 */
public final class ValueCapture {
  private final String name;

  private ValueCapture(String name) {
    this.name = name;
  }

  public static ValueCapture named(String name) {
    return new ValueCapture(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
