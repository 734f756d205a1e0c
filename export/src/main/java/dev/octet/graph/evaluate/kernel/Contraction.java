package dev.octet.graph.evaluate.kernel;

import com.google.common.primitives.ImmutableIntArray;
import dev.octet.op.infer.Equation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An array whose dimensions have labels, and products of such arrays. Dimensions of size 1 have no
 * label: they fit everything.
 *
 * @param strides of the labels in the array, in elements
 */
record Contraction(
    Numbers values, List<Integer> labels, List<Integer> sizes, List<Integer> strides) {

  /**
   * Evaluates an equation from left to right, two factors at a time.
   *
   * @return the result in row-major order
   */
  static Numbers evaluate(Equation equation, List<Numbers> factors, List<long[]> shapes) {
    Contraction product = null;
    for (int f = 0; f < factors.size(); f++) {
      Set<Integer> needed = new HashSet<>(equation.result().asList());
      for (int later = f + 1; later < factors.size(); later++) {
        needed.addAll(equation.factors().get(later).asList());
      }
      Contraction factor = of(factors.get(f), equation.factors().get(f), shapes.get(f));
      Set<Integer> elsewhere = new HashSet<>(needed);
      if (product != null) {
        elsewhere.addAll(product.labels);
      }
      factor = factor.summedExcept(elsewhere);
      product = product == null ? factor : product.times(factor, needed).summedExcept(needed);
    }
    if (product == null) {
      throw new IllegalArgumentException("an equation without factors");
    }
    return product.inOrder(equation.result().asList());
  }

  private static Contraction of(Numbers values, ImmutableIntArray labels, long[] shape) {
    Contraction result =
        new Contraction(values, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      int known = result.labels.indexOf(labels.get(d));
      if (known >= 0) {
        result.strides.set(known, result.strides.get(known) + stride); // the diagonal
      } else if (shape[d] != 1) {
        result.labels.addFirst(labels.get(d));
        result.sizes.addFirst((int) shape[d]);
        result.strides.addFirst(stride);
      }
      stride *= Math.toIntExact(shape[d]);
    }
    return result;
  }

  private List<Integer> labelsWhere(Predicate<Integer> condition) {
    return labels.stream().filter(condition).toList();
  }

  private int[] sizesOf(List<Integer> chosen) {
    return chosen.stream()
        .mapToInt(label -> labels.contains(label) ? sizes.get(labels.indexOf(label)) : 1)
        .toArray();
  }

  private int[] stridesOf(List<Integer> chosen) {
    return chosen.stream()
        .mapToInt(label -> labels.contains(label) ? strides.get(labels.indexOf(label)) : 0)
        .toArray();
  }

  private int count(List<Integer> chosen) {
    return Numbers.product(sizesOf(chosen));
  }

  /** The array with its dimensions in another order. */
  private Numbers inOrder(List<Integer> order) {
    return values.gather(sizesOf(order), stridesOf(order));
  }

  private boolean isInOrder(List<Integer> order) {
    return Numbers.isRowMajor(sizesOf(order), stridesOf(order));
  }

  private Contraction summedExcept(Set<Integer> kept) {
    List<Integer> summed = labelsWhere(label -> !kept.contains(label));
    if (summed.isEmpty()) {
      return this;
    }
    List<Integer> rest = labelsWhere(kept::contains);
    Numbers ordered = inOrder(joined(summed, rest));
    int count = count(rest);
    Numbers sum = values.zeros(count);
    for (int from = 0; from < ordered.size(); from += count) {
      sum.add(0, ordered, from, 1, count);
    }
    return rowMajor(sum, rest, sizesOf(rest));
  }

  private Contraction times(Contraction other, Set<Integer> needed) {
    List<Integer> batch =
        labelsWhere(label -> other.labels.contains(label) && needed.contains(label));
    List<Integer> summed =
        labelsWhere(label -> other.labels.contains(label) && !needed.contains(label));
    List<Integer> mine = labelsWhere(label -> !other.labels.contains(label));
    List<Integer> theirs = other.labelsWhere(label -> !labels.contains(label));
    return exchangeIsCheaper(other, batch, summed, mine, theirs)
        ? other.matrixProduct(this, batch, summed, theirs, mine)
        : matrixProduct(other, batch, summed, mine, theirs);
  }

  /**
   * The larger factor should stay as it lies; a product the other way round has to be transposed at
   * the end.
   */
  private boolean exchangeIsCheaper(
      Contraction other,
      List<Integer> batch,
      List<Integer> summed,
      List<Integer> mine,
      List<Integer> theirs) {
    long direct = moves(joined(batch, mine, summed)) + other.moves(joined(batch, summed, theirs));
    long exchanged =
        other.moves(joined(batch, theirs, summed)) + moves(joined(batch, summed, mine));
    return exchanged + (long) count(batch) * count(mine) * other.count(theirs) < direct;
  }

  private long moves(List<Integer> order) {
    return isInOrder(order) ? 0 : count(order);
  }

  /** For each batch: (mine × summed) times (summed × theirs). */
  private Contraction matrixProduct(
      Contraction other,
      List<Integer> batch,
      List<Integer> summed,
      List<Integer> mine,
      List<Integer> theirs) {
    Numbers left = inOrder(joined(batch, mine, summed));
    Numbers right = other.inOrder(joined(batch, summed, theirs));
    int rows = count(mine);
    int inner = count(summed);
    int columns = other.count(theirs);
    int batches = count(batch);
    Numbers product = values.zeros(Math.multiplyExact(batches, Math.multiplyExact(rows, columns)));
    for (int b = 0; b < batches; b++) {
      int[] starts = MatrixProduct.consecutive(b * inner * columns, inner, columns);
      MatrixProduct.add(
          product, b * rows * columns, rows, columns, left, b * rows * inner, right, starts);
    }
    List<Integer> order = joined(batch, mine, theirs);
    int[] extents = sizesOf(order);
    int[] others = other.sizesOf(order);
    for (int i = 0; i < extents.length; i++) {
      extents[i] = labels.contains(order.get(i)) ? extents[i] : others[i];
    }
    return rowMajor(product, order, extents);
  }

  private static Contraction rowMajor(Numbers values, List<Integer> labels, int[] extents) {
    List<Integer> sizes = new ArrayList<>();
    List<Integer> strides = new ArrayList<>();
    int stride = 1;
    for (int d = extents.length - 1; d >= 0; d--) {
      sizes.addFirst(extents[d]);
      strides.addFirst(stride);
      stride *= extents[d];
    }
    return new Contraction(values, labels, sizes, strides);
  }

  @SafeVarargs
  private static List<Integer> joined(List<Integer>... parts) {
    List<Integer> all = new ArrayList<>();
    for (List<Integer> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
