package dev.octet.lowering.freeze;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A value whose dimensions have labels, as the notation of {@code einsum} gives them, each once.
 * Dimensions of size 1 have none and are left out: they fit everything.
 *
 * @param constant true if no run computes it, so that a product had better take it as its weight
 */
record LabelledValue(Value value, ImmutableList<Integer> labels, boolean constant) {
  private static final OpName SUM = OpName.aten("sum", "dim_IntList");
  private static final OpName SLICE = OpName.aten("slice", "Tensor");

  LabelledValue {
    if (value.tensorType().rank() != labels.size()) {
      throw new IllegalArgumentException("labels " + labels + " of " + value.type());
    }
  }

  /** A factor of an equation; a label that it has twice takes the diagonal. */
  static LabelledValue of(
      Value value, ImmutableIntArray labels, boolean constant, GraphBuilder builder) {
    List<Integer> named = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    for (int d = 0; d < labels.length(); d++) {
      long size = value.tensorType().shape().size(d);
      if (size != 1) {
        named.add(labels.get(d));
        sizes.add(size);
      }
    }
    Value all = shaped(value, sizes, builder);
    for (int d = 0; d < named.size(); d++) {
      int again = named.lastIndexOf(named.get(d));
      if (again > d) {
        all = diagonal(all, d, again, builder);
        int label = named.get(d);
        named.subList(again, again + 1).clear();
        named.subList(d, d + 1).clear();
        named.add(label);
        d--;
      }
    }
    return new LabelledValue(all, ImmutableList.copyOf(named), constant);
  }

  /**
   * Where two dimensions of {@code n} have the same index, as the last dimension: every {@code n +
   * 1}-th element of both as one.
   */
  private static Value diagonal(Value value, int first, int second, GraphBuilder builder) {
    int rank = value.tensorType().rank();
    List<Integer> order = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      if (d != first && d != second) {
        order.add(d);
        sizes.add(value.tensorType().shape().size(d));
      }
    }
    order.add(first);
    order.add(second);
    long size = value.tensorType().shape().size(first);
    sizes.add(size * size);
    Value square = shaped(permuted(value, order, builder), sizes, builder);
    return builder.call(SLICE, square, -1L, 0L, size * size, size + 1);
  }

  long size(int label) {
    int d = labels.indexOf(label);
    return d < 0 ? 1 : value.tensorType().shape().size(d);
  }

  /** The sum over all other labels. */
  LabelledValue summedExcept(Set<Integer> kept, GraphBuilder builder) {
    List<Long> summed =
        IntStream.range(0, labels.size())
            .filter(d -> !kept.contains(labels.get(d)))
            .mapToObj(d -> (long) d)
            .toList();
    return summed.isEmpty()
        ? this
        : new LabelledValue(
            builder.call(SUM, value, summed),
            labels.stream().filter(kept::contains).collect(ImmutableList.toImmutableList()),
            constant);
  }

  /** With its dimensions in another order; a label that it lacks has a dimension of size 1. */
  Value inOrder(List<Integer> order, GraphBuilder builder) {
    List<Integer> dimensions =
        order.stream().filter(labels::contains).map(labels::indexOf).toList();
    return shaped(
        permuted(value, dimensions, builder), order.stream().map(this::size).toList(), builder);
  }

  private static Value permuted(Value value, List<Integer> order, GraphBuilder builder) {
    List<Integer> asIs = IntStream.range(0, order.size()).boxed().toList();
    return order.equals(asIs) ? value : builder.call(AtenOps.PERMUTE, value, order);
  }

  /** The same elements in another shape. */
  static Value shaped(Value value, List<Long> sizes, GraphBuilder builder) {
    List<Long> known =
        IntStream.range(0, value.tensorType().rank())
            .mapToObj(value.tensorType().shape()::size)
            .toList();
    return known.equals(sizes) ? value : builder.call(AtenOps.RESHAPE, value, sizes);
  }
}
