package dev.octet.program;

import com.google.common.collect.ImmutableTable;
import dev.octet.tensor.InputException;

/**
 * Which dimensions of which inputs are dynamic; all others are fixed to the size in the example.
 * Immutable.
 *
 * <pre>{@code DynamicShapes.none().with("x", 0, Dim.of("batch").max(64))}</pre>
 */
public final class DynamicShapes {
  private static final DynamicShapes NONE = new DynamicShapes(ImmutableTable.of());

  private final ImmutableTable<String, Integer, Dim> dimensions;

  private DynamicShapes(ImmutableTable<String, Integer, Dim> dimensions) {
    this.dimensions = dimensions;
  }

  public static DynamicShapes none() {
    return NONE;
  }

  /** Adds a dynamic dimension of the input with this name. */
  public DynamicShapes with(String input, int dimension, Dim dim) {
    if (dimensions.contains(input, dimension)) {
      throw new InputException(
          "dimension " + dimension + " of input '" + input + "' is given twice");
    }
    for (Dim other : dimensions.values()) {
      if (other.name().equals(dim.name()) && !other.equals(dim)) {
        throw new InputException(
            "dimension '"
                + dim.name()
                + "' is given with the ranges "
                + other.range()
                + " and "
                + dim.range());
      }
    }
    return new DynamicShapes(
        ImmutableTable.<String, Integer, Dim>builder()
            .putAll(dimensions)
            .put(input, dimension, dim)
            .build());
  }

  /** By input name and dimension, in the order given. */
  public ImmutableTable<String, Integer, Dim> dimensions() {
    return dimensions;
  }
}
