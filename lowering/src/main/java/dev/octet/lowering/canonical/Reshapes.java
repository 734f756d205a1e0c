package dev.octet.lowering.canonical;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Makes reshapes. */
final class Reshapes {
  private Reshapes() {}

  /** A value in the shape of another one. */
  static Value of(Value value, Value like, GraphBuilder builder) {
    return of(value, sizes(like.tensorType().shape()), builder);
  }

  static Value of(Value value, List<Long> sizes, GraphBuilder builder) {
    return builder.call(AtenOps.RESHAPE, value, sizes);
  }

  static List<Long> sizes(Shape shape) {
    List<Long> sizes = new ArrayList<>();
    for (int d = 0; d < shape.rank(); d++) {
      sizes.add(shape.size(d));
    }
    return sizes;
  }
}
