package dev.octet.program;

import dev.octet.symbol.Range;
import dev.octet.tensor.InputException;
import java.util.OptionalLong;

/**
 * A dimension whose size may differ from run to run. Dimensions of one name have one size.
 *
 * @param range the sizes that the program shall take
 */
public record Dim(String name, Range range) {
  public Dim {
    if (range.min().isPresent() && range.min().getAsLong() < 0) {
      throw new InputException(
          "dimension '"
              + name
              + "' may be "
              + range.min().getAsLong()
              + "; sizes are not negative");
    }
  }

  /** A dimension of size 1 or more. */
  public static Dim of(String name) {
    return new Dim(name, Range.atLeast(1));
  }

  public Dim min(long min) {
    return new Dim(name, new Range(OptionalLong.of(min), range.max()));
  }

  public Dim max(long max) {
    return new Dim(name, new Range(range.min(), OptionalLong.of(max)));
  }
}
