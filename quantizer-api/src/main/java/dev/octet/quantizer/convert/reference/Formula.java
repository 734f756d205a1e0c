package dev.octet.quantizer.convert.reference;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Writes arithmetic into a graph, leaving out what changes nothing. */
final class Formula {
  private final GraphBuilder builder;

  Formula(GraphBuilder builder) {
    this.builder = builder;
  }

  Value to(Value x, DType type) {
    return x.tensorType().dtype() == type ? x : builder.call(AtenOps.TO_DTYPE, x, type);
  }

  Value plus(Value x, long number) {
    return number == 0 ? x : builder.call(AtenOps.ADD_SCALAR, x, number);
  }

  Value plus(Value x, Value y) {
    return builder.call(AtenOps.ADD_TENSOR, x, y);
  }

  Value minus(Value x, long number) {
    return number == 0 ? x : builder.call(AtenOps.SUB_SCALAR, x, number);
  }

  Value minus(Value x, Value y) {
    return builder.call(AtenOps.SUB_TENSOR, x, y);
  }

  /** A float32 tensor, also of integers. */
  Value times(Value x, double number) {
    return builder.call(AtenOps.MUL_SCALAR, x, number);
  }

  Value times(Value x, Value y) {
    return builder.call(AtenOps.MUL_TENSOR, x, y);
  }

  Value over(Value x, double number) {
    return builder.call(AtenOps.DIV_SCALAR, x, number);
  }

  Value over(Value x, Value y) {
    return builder.call(AtenOps.DIV_TENSOR, x, y);
  }

  Value reciprocal(Value x) {
    return builder.call(AtenOps.RECIPROCAL, x);
  }

  /** To the nearest whole number, ties to even. */
  Value rounded(Value x) {
    return builder.call(AtenOps.ROUND, x);
  }

  /** Floats with whole values, clamped and stored as integers. */
  Value stored(Value x, long min, long max, DType type) {
    return to(builder.call(AtenOps.CLAMP, x, min, max), type);
  }

  /** A vector as a tensor of this rank whose dimension {@code axis} it runs along. */
  Value along(Value vector, int axis, int rank) {
    if (rank == axis + 1) {
      return vector;
    }
    List<Long> sizes = new ArrayList<>();
    for (int d = axis; d < rank; d++) {
      sizes.add(d == axis ? -1L : 1L);
    }
    return builder.call(AtenOps.VIEW, vector, sizes);
  }
}
