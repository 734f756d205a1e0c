package dev.octet.lowering.freeze;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The product of two labelled values, summed over the labels of both that nobody needs any more: a
 * product of matrices, whose batch is the labels of both that are needed.
 *
 * @param needed the labels that the result keeps
 * @param order the order in which the last result wants its labels
 */
record LabelledProduct(
    LabelledValue left, LabelledValue right, Set<Integer> needed, List<Integer> order) {
  /** More dimensions than these make one, the first of the batch. */
  private static final int MOST_OF_BATCH = 2;

  LabelledValue build(GraphBuilder builder) {
    List<Integer> shared = left.labels().stream().filter(right.labels()::contains).toList();
    List<Integer> batch = shared.stream().filter(needed::contains).toList();
    if (batch.size() == shared.size()) {
      return elementwise(builder);
    }
    List<Integer> summed = shared.stream().filter(label -> !needed.contains(label)).toList();
    return comesSecond()
        ? matrixProduct(right, left, batch, summed, builder)
        : matrixProduct(left, right, batch, summed, builder);
  }

  /** True if the left factor should be the second one: constant, or behind in the result. */
  private boolean comesSecond() {
    return left.constant() == right.constant()
        ? order.stream()
            .filter(label -> left.labels().contains(label) != right.labels().contains(label))
            .findFirst()
            .filter(right.labels()::contains)
            .isPresent()
        : left.constant();
  }

  /** Nothing is summed: all labels side by side. */
  private LabelledValue elementwise(GraphBuilder builder) {
    List<Integer> all =
        Stream.concat(left.labels().stream(), right.labels().stream())
            .distinct()
            .sorted(Comparator.comparingInt(this::place))
            .toList();
    return new LabelledValue(
        builder.call(AtenOps.MUL_TENSOR, left.inOrder(all, builder), right.inOrder(all, builder)),
        ImmutableList.copyOf(all),
        false);
  }

  private int place(int label) {
    int place = order.indexOf(label);
    return place < 0 ? order.size() : place;
  }

  /** For each of the batch: (rows × summed) times (summed × columns). */
  private static LabelledValue matrixProduct(
      LabelledValue first,
      LabelledValue second,
      List<Integer> batch,
      List<Integer> summed,
      GraphBuilder builder) {
    List<Integer> rows = without(first.labels(), second.labels());
    List<Integer> columns = without(second.labels(), first.labels());
    int merged = Math.max(0, batch.size() - MOST_OF_BATCH) + 1;
    List<List<Integer>> outer = new ArrayList<>();
    if (!batch.isEmpty()) {
      outer.add(batch.subList(0, merged));
      batch.subList(merged, batch.size()).forEach(label -> outer.add(List.of(label)));
    }
    Value product =
        builder.call(
            AtenOps.MATMUL,
            matrices(first, outer, rows, summed, builder),
            matrices(second, outer, summed, columns, builder));
    List<Integer> all = joined(List.of(batch, rows, columns));
    List<Long> sizes =
        all.stream().map(label -> Math.max(first.size(label), second.size(label))).toList();
    return new LabelledValue(
        LabelledValue.shaped(product, sizes, builder), ImmutableList.copyOf(all), false);
  }

  /** The value with one dimension for each group of labels. */
  private static Value matrices(
      LabelledValue value,
      List<List<Integer>> outer,
      List<Integer> rows,
      List<Integer> columns,
      GraphBuilder builder) {
    List<List<Integer>> groups = new ArrayList<>(outer);
    groups.add(rows);
    groups.add(columns);
    List<Long> sizes =
        groups.stream()
            .map(group -> group.stream().map(value::size).reduce(1L, Math::multiplyExact))
            .toList();
    return LabelledValue.shaped(value.inOrder(joined(groups), builder), sizes, builder);
  }

  private static List<Integer> joined(List<List<Integer>> groups) {
    return groups.stream().flatMap(Collection::stream).toList();
  }

  private static List<Integer> without(List<Integer> labels, List<Integer> others) {
    return labels.stream().filter(label -> !others.contains(label)).toList();
  }
}
